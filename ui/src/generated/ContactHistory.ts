// temporary
import type { ActivityRow } from "./ActivityRow";
import type { ContactImport } from "./ContactImport";
import type { ContactRow } from "./ContactRow";
import type { DealRow } from "./DealRow";
import type { EmailRow } from "./EmailRow";
import type { JsonValue } from "./serde_json/JsonValue";
import type { MessageRow } from "./MessageRow";
import type { SuppressionRow } from "./SuppressionRow";
import type { Timestamp } from "./Timestamp";

export type ContactHistory = { contact: ContactRow, created_at: Timestamp, updated_at: Timestamp, custom: { [key in string]: JsonValue }, imported: ContactImport | null, others: Array<ContactRow>, deals: Array<DealRow>, emails: Array<EmailRow>, messages: Array<MessageRow>, activities: Array<ActivityRow>, suppressions: Array<SuppressionRow> };
