// The settings section of prompts and templates: how each brand words them.

export function WordingsSection() {
  return null;
}
