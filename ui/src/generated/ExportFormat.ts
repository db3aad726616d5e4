// temporary

export type ExportFormat = "csv" | "xlsx";
