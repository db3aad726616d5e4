// Generated from the engine's table of requests. Do not edit.
import type { ActivityRow } from "./ActivityRow";
import type { ApproveMany } from "./ApproveMany";
import type { ApprovedMany } from "./ApprovedMany";
import type { BackupRow } from "./BackupRow";
import type { Board } from "./Board";
import type { BoardRequest } from "./BoardRequest";
import type { BrandDetail } from "./BrandDetail";
import type { BrandPause } from "./BrandPause";
import type { BrandRef } from "./BrandRef";
import type { BrandSet } from "./BrandSet";
import type { BrandSummary } from "./BrandSummary";
import type { BulkReply } from "./BulkReply";
import type { ChosenFile } from "./ChosenFile";
import type { ContactEdit } from "./ContactEdit";
import type { ContactErase } from "./ContactErase";
import type { ContactFacets } from "./ContactFacets";
import type { ContactFacetsRequest } from "./ContactFacetsRequest";
import type { ContactHistory } from "./ContactHistory";
import type { ContactMade } from "./ContactMade";
import type { ContactNew } from "./ContactNew";
import type { ContactRef } from "./ContactRef";
import type { ContactRow } from "./ContactRow";
import type { ContactsBulk } from "./ContactsBulk";
import type { ContactsExport } from "./ContactsExport";
import type { ContactsFile } from "./ContactsFile";
import type { ContactsMerge } from "./ContactsMerge";
import type { ContactsPage } from "./ContactsPage";
import type { ContactsPageRequest } from "./ContactsPageRequest";
import type { ContactsRequest } from "./ContactsRequest";
import type { DealClose } from "./DealClose";
import type { DealDetail } from "./DealDetail";
import type { DealEdit } from "./DealEdit";
import type { DealEmail } from "./DealEmail";
import type { DealHold } from "./DealHold";
import type { DealMade } from "./DealMade";
import type { DealMove } from "./DealMove";
import type { DealNew } from "./DealNew";
import type { DealNextAction } from "./DealNextAction";
import type { DealPause } from "./DealPause";
import type { DealRef } from "./DealRef";
import type { DealRow } from "./DealRow";
import type { DealsRequest } from "./DealsRequest";
import type { DecisionDetail } from "./DecisionDetail";
import type { DecisionRef } from "./DecisionRef";
import type { DecisionRow } from "./DecisionRow";
import type { DecisionsPage } from "./DecisionsPage";
import type { DecisionsPageRequest } from "./DecisionsPageRequest";
import type { DecisionsRequest } from "./DecisionsRequest";
import type { DoctorCheck } from "./DoctorCheck";
import type { Done } from "./Done";
import type { Duplicates } from "./Duplicates";
import type { DuplicatesRequest } from "./DuplicatesRequest";
import type { EmailApprove } from "./EmailApprove";
import type { EmailContext } from "./EmailContext";
import type { EmailDetail } from "./EmailDetail";
import type { EmailEdit } from "./EmailEdit";
import type { EmailFrame } from "./EmailFrame";
import type { EmailRef } from "./EmailRef";
import type { EmailReject } from "./EmailReject";
import type { EmailRow } from "./EmailRow";
import type { EmailSettle } from "./EmailSettle";
import type { EmailWrite } from "./EmailWrite";
import type { EmailWritten } from "./EmailWritten";
import type { EmailsPage } from "./EmailsPage";
import type { EmailsPageRequest } from "./EmailsPageRequest";
import type { EmailsRef } from "./EmailsRef";
import type { EmailsRequest } from "./EmailsRequest";
import type { ErasedReply } from "./ErasedReply";
import type { Evidence } from "./Evidence";
import type { EvidenceRequest } from "./EvidenceRequest";
import type { FeedRequest } from "./FeedRequest";
import type { FindRequest } from "./FindRequest";
import type { Found } from "./Found";
import type { ImportJob } from "./ImportJob";
import type { ImportLook } from "./ImportLook";
import type { ImportReading } from "./ImportReading";
import type { ImportRef } from "./ImportRef";
import type { ImportReport } from "./ImportReport";
import type { ImportRequest } from "./ImportRequest";
import type { ImportRow } from "./ImportRow";
import type { ImportsNow } from "./ImportsNow";
import type { MessageDetail } from "./MessageDetail";
import type { MessageRef } from "./MessageRef";
import type { MessageRow } from "./MessageRow";
import type { MessagesRequest } from "./MessagesRequest";
import type { NoteAdd } from "./NoteAdd";
import type { Nothing } from "./Nothing";
import type { NoticeRow } from "./NoticeRow";
import type { PauseAll } from "./PauseAll";
import type { PipelineRow } from "./PipelineRow";
import type { ReviewQueue } from "./ReviewQueue";
import type { ReviewReport } from "./ReviewReport";
import type { ReviewRequest } from "./ReviewRequest";
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
  pipelines: { args: Nothing; reply: PipelineRow[] };
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
  /** mutation */
  deal_new: { args: DealNew; reply: DealMade };
  /** mutation */
  deal_edit: { args: DealEdit; reply: Done };
  /** mutation */
  deal_hold: { args: DealHold; reply: Done };
  /** mutation */
  deal_next_action: { args: DealNextAction; reply: Done };
  /** mutation */
  note_add: { args: NoteAdd; reply: Done };
  /** query */
  email_frame: { args: DealRef; reply: EmailFrame };
  /** mutation */
  email_write: { args: EmailWrite; reply: EmailWritten };
  /** query */
  emails_list: { args: EmailsRequest; reply: EmailRow[] };
  /** query */
  email_show: { args: EmailRef; reply: EmailDetail };
  /** query */
  emails_page: { args: EmailsPageRequest; reply: EmailsPage };
  /** query */
  review_queue: { args: ReviewRequest; reply: ReviewQueue };
  /** query */
  email_context: { args: EmailRef; reply: EmailContext };
  /** mutation */
  email_approve: { args: EmailApprove; reply: Done };
  /** mutation */
  emails_approve_many: { args: ApproveMany; reply: ApprovedMany };
  /** mutation */
  emails_take_back: { args: EmailsRef; reply: Done };
  /** mutation */
  email_edit: { args: EmailEdit; reply: Done };
  /** mutation */
  email_reject: { args: EmailReject; reply: Done };
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
  decisions_page: { args: DecisionsPageRequest; reply: DecisionsPage };
  /** query */
  decision_show: { args: DecisionRef; reply: DecisionDetail };
  /** query */
  contacts_list: { args: ContactsRequest; reply: ContactRow[] };
  /** query */
  contacts_page: { args: ContactsPageRequest; reply: ContactsPage };
  /** query */
  contact_facets: { args: ContactFacetsRequest; reply: ContactFacets };
  /** query */
  contact_history: { args: ContactRef; reply: ContactHistory };
  /** query */
  duplicates: { args: DuplicatesRequest; reply: Duplicates };
  /** query */
  contacts_file: { args: ContactsExport; reply: ContactsFile };
  /** mutation */
  contact_new: { args: ContactNew; reply: ContactMade };
  /** mutation */
  contacts_bulk: { args: ContactsBulk; reply: BulkReply };
  /** mutation */
  contacts_merge: { args: ContactsMerge; reply: Done };
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
  /** query */
  import_look: { args: ImportReading; reply: ImportLook };
  /** query */
  imports_now: { args: Nothing; reply: ImportsNow };
  /** trigger */
  import_preview: { args: ImportRequest; reply: ImportReport };
  /** trigger */
  import_start: { args: ImportRequest; reply: ImportJob };
  /** trigger */
  import_stop: { args: Nothing; reply: Done };
  /** trigger */
  import_leave: { args: Nothing; reply: Done };
  /** trigger */
  import_example: { args: Nothing; reply: ChosenFile };
  /** mutation */
  import_undo: { args: ImportRef; reply: Done };
  /** query */
  tasks_list: { args: Nothing; reply: TaskRow[] };
  /** query */
  task_history: { args: TaskRef; reply: RunRow[] };
  /** mutation */
  task_enable: { args: TaskEnable; reply: Done };
  /** mutation */
  task_schedule: { args: TaskSchedule; reply: Done };
  /** trigger */
  run_task: { args: RunTask; reply: RunRow };
}
