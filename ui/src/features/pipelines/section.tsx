// The settings section of the pipelines: their stages and cadence.

export function PipelinesSection() {
  return null;
}
