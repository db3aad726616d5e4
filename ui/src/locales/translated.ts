// What a translation must have: the same keys as the English text, whatever they say.

export type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> };
