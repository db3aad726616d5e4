// Endpoints that people use, with their addresses: a choice fills in the address, anything else can be typed.

export const PRESETS = [
  { key: "openai", name: "OpenAI", url: "https://api.openai.com/v1", needsKey: true },
  { key: "openrouter", name: "OpenRouter", url: "https://openrouter.ai/api/v1", needsKey: true },
  { key: "ollama", name: "Ollama", url: "http://127.0.0.1:11434/v1", needsKey: false },
  { key: "lmstudio", name: "LM Studio", url: "http://127.0.0.1:1234/v1", needsKey: false },
  { key: "llamacpp", name: "llama.cpp", url: "http://127.0.0.1:8080/v1", needsKey: false },
] as const;

export type PresetKey = (typeof PRESETS)[number]["key"] | "other";

/** Which of them an address is. */
export function presetOf(url: string): PresetKey {
  const bare = url.trim().replace(/\/+$/, "");
  return PRESETS.find((preset) => preset.url === bare)?.key ?? "other";
}
