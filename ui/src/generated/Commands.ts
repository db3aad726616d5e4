// Generated from the engine's table of requests. Do not edit.
import type { ActivityRow } from "./ActivityRow";
import type { BackupRow } from "./BackupRow";
import type { Board } from "./Board";
import type { BoardRequest } from "./BoardRequest";
import type { BrandDetail } from "./BrandDetail";
import type { BrandPause } from "./BrandPause";
import type { BrandRef } from "./BrandRef";
import type { BrandSet } from "./BrandSet";
import type { BrandSummary } from "./BrandSummary";
import type { ContactEdit } from "./ContactEdit";
import type { ContactErase } from "./ContactErase";
import type { ContactRef } from "./ContactRef";
import type { ContactRow } from "./ContactRow";
import type { ContactsRequest } from "./ContactsRequest";
import type { DealClose } from "./DealClose";
import type { DealDetail } from "./DealDetail";
import type { DealEmail } from "./DealEmail";
import type { DealMove } from "./DealMove";
import type { DealPause } from "./DealPause";
import type { DealRef } from "./DealRef";
import type { DealRow } from "./DealRow";
import type { DealsRequest } from "./DealsRequest";
import type { DecisionRow } from "./DecisionRow";
import type { DecisionsRequest } from "./DecisionsRequest";
import type { DoctorCheck } from "./DoctorCheck";
import type { Done } from "./Done";
import type { EmailDetail } from "./EmailDetail";
import type { EmailEdit } from "./EmailEdit";
import type { EmailRef } from "./EmailRef";
import type { EmailRow } from "./EmailRow";
import type { EmailSettle } from "./EmailSettle";
import type { EmailsRequest } from "./EmailsRequest";
import type { ErasedReply } from "./ErasedReply";
import type { Evidence } from "./Evidence";
import type { EvidenceRequest } from "./EvidenceRequest";
import type { FeedRequest } from "./FeedRequest";
import type { ImportRef } from "./ImportRef";
import type { ImportRow } from "./ImportRow";
import type { MessageDetail } from "./MessageDetail";
import type { MessageRef } from "./MessageRef";
import type { MessageRow } from "./MessageRow";
import type { MessagesRequest } from "./MessagesRequest";
import type { Nothing } from "./Nothing";
import type { NoticeRow } from "./NoticeRow";
import type { PauseAll } from "./PauseAll";
import type { PipelineRow } from "./PipelineRow";
import type { ReviewReport } from "./ReviewReport";
import type { RunRow } from "./RunRow";
import type { RunTask } from "./RunTask";
import type { Status } from "./Status";
import type { Suppress } from "./Suppress";
import type { SuppressionRow } from "./SuppressionRow";
import type { TaskEnable } from "./TaskEnable";
import type { TaskRef } from "./TaskRef";
import type { TaskRow } from "./TaskRow";
import type { TaskSchedule } from "./TaskSchedule";
import type { Unsuppress } from "./Unsuppress";
import type { WhyReply } from "./WhyReply";
import type { WordingRow } from "./WordingRow";
import type { WordingSet } from "./WordingSet";
import type { AiSpent } from "./AiSpent";
import type { AiTest } from "./AiTest";
import type { AiTested } from "./AiTested";
import type { BrandConnectBrowser } from "./BrandConnectBrowser";
import type { BrandConnectCode } from "./BrandConnectCode";
import type { BrandConnectEnv } from "./BrandConnectEnv";
import type { BrandNew } from "./BrandNew";
import type { BrandTestEmail } from "./BrandTestEmail";
import type { Connected } from "./Connected";
import type { ConsentPage } from "./ConsentPage";
import type { DoctorRequest } from "./DoctorRequest";
import type { EnvTaken } from "./EnvTaken";
import type { MailPreview } from "./MailPreview";
import type { MailPreviewRequest } from "./MailPreviewRequest";
import type { SecretRemove } from "./SecretRemove";
import type { SecretSet } from "./SecretSet";
import type { SettingProblem } from "./SettingProblem";
import type { SettingsCheck } from "./SettingsCheck";
import type { SlotsPreview } from "./SlotsPreview";
import type { SlotsRequest } from "./SlotsRequest";
import type { TestedEmail } from "./TestedEmail";

export interface Commands {
  /** query */
  status: { args: Nothing; reply: Status };
  /** query */
  brands: { args: Nothing; reply: BrandSummary[] };
  /** query */
  brand_show: { args: BrandRef; reply: BrandDetail };
  /** query */
  wordings: { args: BrandRef; reply: WordingRow[] };
  /** query */
  pipelines: { args: Nothing; reply: PipelineRow[] };
  /** query */
  board: { args: BoardRequest; reply: Board };
  /** query */
  feed: { args: FeedRequest; reply: ActivityRow[] };
  /** query */
  deals_list: { args: DealsRequest; reply: DealRow[] };
  /** query */
  deal_show: { args: DealRef; reply: DealDetail };
  /** query */
  why: { args: DealRef; reply: WhyReply };
  /** query */
  emails_list: { args: EmailsRequest; reply: EmailRow[] };
  /** query */
  email_show: { args: EmailRef; reply: EmailDetail };
  /** query */
  messages_list: { args: MessagesRequest; reply: MessageRow[] };
  /** query */
  message_show: { args: MessageRef; reply: MessageDetail };
  /** query */
  decisions_list: { args: DecisionsRequest; reply: DecisionRow[] };
  /** query */
  contacts_list: { args: ContactsRequest; reply: ContactRow[] };
  /** query */
  contact_show: { args: ContactRef; reply: ContactRow };
  /** query */
  evidence: { args: EvidenceRequest; reply: Evidence };
  /** query */
  suppressions_list: { args: Nothing; reply: SuppressionRow[] };
  /** query */
  tasks_list: { args: Nothing; reply: TaskRow[] };
  /** query */
  task_history: { args: TaskRef; reply: RunRow[] };
  /** query */
  imports_list: { args: Nothing; reply: ImportRow[] };
  /** query */
  notices_list: { args: FeedRequest; reply: NoticeRow[] };
  /** query */
  backups: { args: Nothing; reply: BackupRow[] };
  /** query */
  reviews_list: { args: Nothing; reply: ReviewReport[] };
  /** mutation */
  brand_set: { args: BrandSet; reply: Done };
  /** mutation */
  wording_set: { args: WordingSet; reply: Done };
  /** mutation */
  brand_pause: { args: BrandPause; reply: Done };
  /** mutation */
  brand_resume: { args: BrandRef; reply: Done };
  /** mutation */
  pause_all: { args: PauseAll; reply: Done };
  /** mutation */
  resume_all: { args: Nothing; reply: Done };
  /** mutation */
  deal_move: { args: DealMove; reply: Done };
  /** mutation */
  deal_pause: { args: DealPause; reply: Done };
  /** mutation */
  deal_resume: { args: DealRef; reply: Done };
  /** mutation */
  deal_close: { args: DealClose; reply: Done };
  /** mutation */
  email_approve: { args: EmailRef; reply: Done };
  /** mutation */
  email_edit: { args: EmailEdit; reply: Done };
  /** mutation */
  email_reject: { args: EmailRef; reply: Done };
  /** mutation */
  email_cancel: { args: EmailRef; reply: Done };
  /** mutation */
  email_settle: { args: EmailSettle; reply: Done };
  /** mutation */
  contact_edit: { args: ContactEdit; reply: Done };
  /** mutation */
  contact_erase: { args: ContactErase; reply: ErasedReply };
  /** mutation */
  suppress: { args: Suppress; reply: Done };
  /** mutation */
  unsuppress: { args: Unsuppress; reply: Done };
  /** mutation */
  task_enable: { args: TaskEnable; reply: Done };
  /** mutation */
  task_schedule: { args: TaskSchedule; reply: Done };
  /** mutation */
  import_undo: { args: ImportRef; reply: Done };
  /** trigger */
  run_task: { args: RunTask; reply: RunRow };
  /** trigger */
  deal_email: { args: DealEmail; reply: EmailRow };
  /** trigger */
  doctor: { args: DoctorRequest; reply: DoctorCheck[] };
  /** mutation */
  brand_new: { args: BrandNew; reply: Done };
  /** query */
  settings_check: { args: SettingsCheck; reply: SettingProblem[] };
  /** query */
  slots_preview: { args: SlotsRequest; reply: SlotsPreview };
  /** query */
  mail_preview: { args: MailPreviewRequest; reply: MailPreview };
  /** query */
  ai_spent: { args: BrandRef; reply: AiSpent };
  /** trigger */
  ai_test: { args: AiTest; reply: AiTested };
  /** trigger */
  brand_test_email: { args: BrandTestEmail; reply: TestedEmail };
  /** trigger */
  brand_connect_code: { args: BrandConnectCode; reply: Connected };
  /** trigger */
  brand_connect_browser: { args: BrandConnectBrowser; reply: ConsentPage };
  /** trigger */
  brand_connect_wait: { args: BrandRef; reply: Connected };
  /** trigger */
  brand_connect_stop: { args: BrandRef; reply: Done };
  /** trigger */
  brand_connect_env: { args: BrandConnectEnv; reply: EnvTaken };
  /** mutation */
  secret_set: { args: SecretSet; reply: Done };
  /** mutation */
  secret_remove: { args: SecretRemove; reply: Done };
}
