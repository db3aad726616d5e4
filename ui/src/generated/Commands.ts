// Generated from the engine's table of requests. Do not edit.
import type { ActivityRow } from "./ActivityRow";
import type { Analytics } from "./Analytics";
import type { AnalyticsRequest } from "./AnalyticsRequest";
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
import type { FindRequest } from "./FindRequest";
import type { Found } from "./Found";
import type { ImportRef } from "./ImportRef";
import type { ImportRow } from "./ImportRow";
import type { MessageDetail } from "./MessageDetail";
import type { MessageRef } from "./MessageRef";
import type { MessageRow } from "./MessageRow";
import type { MessagesRequest } from "./MessagesRequest";
import type { Nothing } from "./Nothing";
import type { NoticeRow } from "./NoticeRow";
import type { PauseAll } from "./PauseAll";
import type { PipelineCadence } from "./PipelineCadence";
import type { PipelineNew } from "./PipelineNew";
import type { PipelineRename } from "./PipelineRename";
import type { PipelineRow } from "./PipelineRow";
import type { ReviewReport } from "./ReviewReport";
import type { RunRow } from "./RunRow";
import type { RunTask } from "./RunTask";
import type { SchedulePreview } from "./SchedulePreview";
import type { ScheduleTimes } from "./ScheduleTimes";
import type { StageAdd } from "./StageAdd";
import type { StageAdvance } from "./StageAdvance";
import type { StageKindSet } from "./StageKindSet";
import type { StageRemove } from "./StageRemove";
import type { StageRename } from "./StageRename";
import type { StageReorder } from "./StageReorder";
import type { Status } from "./Status";
import type { Suppress } from "./Suppress";
import type { SuppressionRow } from "./SuppressionRow";
import type { TaskEnable } from "./TaskEnable";
import type { TaskRef } from "./TaskRef";
import type { TaskRow } from "./TaskRow";
import type { TaskSchedule } from "./TaskSchedule";
import type { Unsuppress } from "./Unsuppress";
import type { WhyReply } from "./WhyReply";
import type { WordingDetail } from "./WordingDetail";
import type { WordingPreview } from "./WordingPreview";
import type { WordingRef } from "./WordingRef";
import type { WordingRow } from "./WordingRow";
import type { WordingSet } from "./WordingSet";
import type { WordingTry } from "./WordingTry";

export interface Commands {
  /** query */
  status: { args: Nothing; reply: Status };
  /** query */
  find: { args: FindRequest; reply: Found };
  /** query */
  feed: { args: FeedRequest; reply: ActivityRow[] };
  /** query */
  notices_list: { args: FeedRequest; reply: NoticeRow[] };
  /** query */
  reviews_list: { args: Nothing; reply: ReviewReport[] };
  /** query */
  backups: { args: Nothing; reply: BackupRow[] };
  /** trigger */
  doctor: { args: Nothing; reply: DoctorCheck[] };
  /** mutation */
  pause_all: { args: PauseAll; reply: Done };
  /** mutation */
  resume_all: { args: Nothing; reply: Done };
  /** query */
  brands: { args: Nothing; reply: BrandSummary[] };
  /** query */
  brand_show: { args: BrandRef; reply: BrandDetail };
  /** mutation */
  brand_set: { args: BrandSet; reply: Done };
  /** mutation */
  brand_pause: { args: BrandPause; reply: Done };
  /** mutation */
  brand_resume: { args: BrandRef; reply: Done };
  /** query */
  wordings: { args: BrandRef; reply: WordingRow[] };
  /** mutation */
  wording_set: { args: WordingSet; reply: Done };
  /** query */
  wording_show: { args: WordingRef; reply: WordingDetail };
  /** query */
  wording_preview: { args: WordingTry; reply: WordingPreview };
  /** mutation */
  wording_reset: { args: WordingRef; reply: Done };
  /** query */
  pipelines: { args: Nothing; reply: PipelineRow[] };
  /** mutation */
  pipeline_new: { args: PipelineNew; reply: Done };
  /** mutation */
  pipeline_rename: { args: PipelineRename; reply: Done };
  /** mutation */
  pipeline_cadence: { args: PipelineCadence; reply: Done };
  /** mutation */
  stage_add: { args: StageAdd; reply: Done };
  /** mutation */
  stage_rename: { args: StageRename; reply: Done };
  /** mutation */
  stage_reorder: { args: StageReorder; reply: Done };
  /** mutation */
  stage_kind: { args: StageKindSet; reply: Done };
  /** mutation */
  stage_advance: { args: StageAdvance; reply: Done };
  /** mutation */
  stage_remove: { args: StageRemove; reply: Done };
  /** query */
  board: { args: BoardRequest; reply: Board };
  /** query */
  deals_list: { args: DealsRequest; reply: DealRow[] };
  /** query */
  deal_show: { args: DealRef; reply: DealDetail };
  /** query */
  why: { args: DealRef; reply: WhyReply };
  /** mutation */
  deal_move: { args: DealMove; reply: Done };
  /** mutation */
  deal_pause: { args: DealPause; reply: Done };
  /** mutation */
  deal_resume: { args: DealRef; reply: Done };
  /** mutation */
  deal_close: { args: DealClose; reply: Done };
  /** trigger */
  deal_email: { args: DealEmail; reply: EmailRow };
  /** query */
  emails_list: { args: EmailsRequest; reply: EmailRow[] };
  /** query */
  email_show: { args: EmailRef; reply: EmailDetail };
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
  /** mutation */
  contact_edit: { args: ContactEdit; reply: Done };
  /** mutation */
  contact_erase: { args: ContactErase; reply: ErasedReply };
  /** query */
  evidence: { args: EvidenceRequest; reply: Evidence };
  /** query */
  suppressions_list: { args: Nothing; reply: SuppressionRow[] };
  /** mutation */
  suppress: { args: Suppress; reply: Done };
  /** mutation */
  unsuppress: { args: Unsuppress; reply: Done };
  /** query */
  imports_list: { args: Nothing; reply: ImportRow[] };
  /** mutation */
  import_undo: { args: ImportRef; reply: Done };
  /** query */
  analytics: { args: AnalyticsRequest; reply: Analytics };
  /** query */
  tasks_list: { args: Nothing; reply: TaskRow[] };
  /** query */
  task_history: { args: TaskRef; reply: RunRow[] };
  /** query */
  schedule_preview: { args: SchedulePreview; reply: ScheduleTimes };
  /** mutation */
  task_enable: { args: TaskEnable; reply: Done };
  /** mutation */
  task_schedule: { args: TaskSchedule; reply: Done };
  /** trigger */
  run_task: { args: RunTask; reply: RunRow };
}
