// A brand's colour as a small mark. Told apart by the letter too.

export function BrandMark({ name, place, small }: { name: string; place: number; small?: boolean }) {
  return (
    <span
      className={`brand-mark brand-mark-${place % 6} ${small ? "brand-mark-small" : ""}`}
      title={name}
      aria-hidden="true"
    >
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
}
