// Generated from the engine's table of requests. Do not edit.
import type { ActivityRow } from "./ActivityRow";
import type { AiSpent } from "./AiSpent";
import type { AiTest } from "./AiTest";
import type { AiTested } from "./AiTested";
import type { Analytics } from "./Analytics";
import type { AnalyticsRequest } from "./AnalyticsRequest";
import type { ApproveMany } from "./ApproveMany";
import type { ApprovedMany } from "./ApprovedMany";
import type { BackupRow } from "./BackupRow";
import type { Board } from "./Board";
import type { BoardRequest } from "./BoardRequest";
import type { BoardTagsRequest } from "./BoardTagsRequest";
import type { BrandConnectBrowser } from "./BrandConnectBrowser";
import type { BrandConnectCode } from "./BrandConnectCode";
import type { BrandConnectEnv } from "./BrandConnectEnv";
import type { BrandConnectServers } from "./BrandConnectServers";
import type { BrandDetail } from "./BrandDetail";
import type { BrandNew } from "./BrandNew";
import type { BrandPause } from "./BrandPause";
import type { BrandRef } from "./BrandRef";
import type { BrandSet } from "./BrandSet";
import type { BrandSummary } from "./BrandSummary";
import type { BrandTestEmail } from "./BrandTestEmail";
import type { BulkReply } from "./BulkReply";
import type { Card } from "./Card";
import type { ChosenFile } from "./ChosenFile";
import type { ColumnRequest } from "./ColumnRequest";
import type { Connected } from "./Connected";
import type { ConsentPage } from "./ConsentPage";
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
import type { ContactsBulkReply } from "./ContactsBulkReply";
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
import type { DealVouch } from "./DealVouch";
import type { DealsBulk } from "./DealsBulk";
import type { DealsRef } from "./DealsRef";
import type { DealsRequest } from "./DealsRequest";
import type { DecisionDetail } from "./DecisionDetail";
import type { DecisionRef } from "./DecisionRef";
import type { DecisionRow } from "./DecisionRow";
import type { DecisionsPage } from "./DecisionsPage";
import type { DecisionsPageRequest } from "./DecisionsPageRequest";
import type { DecisionsRequest } from "./DecisionsRequest";
import type { Diagnostics } from "./Diagnostics";
import type { DoctorCheck } from "./DoctorCheck";
import type { DoctorRequest } from "./DoctorRequest";
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
import type { EnvTaken } from "./EnvTaken";
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
import type { LinkAdd } from "./LinkAdd";
import type { LinkDetail } from "./LinkDetail";
import type { LinkRef } from "./LinkRef";
import type { LinkRow } from "./LinkRow";
import type { LinkTargetRef } from "./LinkTargetRef";
import type { LinkTargetRow } from "./LinkTargetRow";
import type { LinkTargetSet } from "./LinkTargetSet";
import type { LinksPage } from "./LinksPage";
import type { LinksRequest } from "./LinksRequest";
import type { MailPreview } from "./MailPreview";
import type { MailPreviewRequest } from "./MailPreviewRequest";
import type { MailboxFind } from "./MailboxFind";
import type { MailboxFound } from "./MailboxFound";
import type { MessageCandidates } from "./MessageCandidates";
import type { MessageDetail } from "./MessageDetail";
import type { MessageDone } from "./MessageDone";
import type { MessageHtml } from "./MessageHtml";
import type { MessageHtmlRequest } from "./MessageHtmlRequest";
import type { MessageLink } from "./MessageLink";
import type { MessageReclassify } from "./MessageReclassify";
import type { MessageRef } from "./MessageRef";
import type { MessageRow } from "./MessageRow";
import type { MessagesPage } from "./MessagesPage";
import type { MessagesPageRequest } from "./MessagesPageRequest";
import type { MessagesRequest } from "./MessagesRequest";
import type { NoteAdd } from "./NoteAdd";
import type { Nothing } from "./Nothing";
import type { NoticeRow } from "./NoticeRow";
import type { NoticesSeen } from "./NoticesSeen";
import type { OfferedFile } from "./OfferedFile";
import type { PauseAll } from "./PauseAll";
import type { PipelineCadence } from "./PipelineCadence";
import type { PipelineNew } from "./PipelineNew";
import type { PipelineRename } from "./PipelineRename";
import type { PipelineRow } from "./PipelineRow";
import type { ProgramSet } from "./ProgramSet";
import type { ProgramSettings } from "./ProgramSettings";
import type { ProspectSetAside } from "./ProspectSetAside";
import type { ProspectStart } from "./ProspectStart";
import type { ProspectsPage } from "./ProspectsPage";
import type { ProspectsRequest } from "./ProspectsRequest";
import type { RelayTest } from "./RelayTest";
import type { RelayTested } from "./RelayTested";
import type { Research } from "./Research";
import type { ReviewQueue } from "./ReviewQueue";
import type { ReviewReport } from "./ReviewReport";
import type { ReviewRequest } from "./ReviewRequest";
import type { RunRow } from "./RunRow";
import type { RunTask } from "./RunTask";
import type { SavedView } from "./SavedView";
import type { SchedulePreview } from "./SchedulePreview";
import type { ScheduleTimes } from "./ScheduleTimes";
import type { SecretRemove } from "./SecretRemove";
import type { SecretSet } from "./SecretSet";
import type { SenderHealth } from "./SenderHealth";
import type { SettingProblem } from "./SettingProblem";
import type { SettingsCheck } from "./SettingsCheck";
import type { SlotsPreview } from "./SlotsPreview";
import type { SlotsRequest } from "./SlotsRequest";
import type { StageAdd } from "./StageAdd";
import type { StageAdvance } from "./StageAdvance";
import type { StageKindSet } from "./StageKindSet";
import type { StageRemove } from "./StageRemove";
import type { StageRename } from "./StageRename";
import type { StageReorder } from "./StageReorder";
import type { Status } from "./Status";
import type { Suppress } from "./Suppress";
import type { SuppressionRow } from "./SuppressionRow";
import type { TagCount } from "./TagCount";
import type { TaskEnable } from "./TaskEnable";
import type { TaskRef } from "./TaskRef";
import type { TaskRow } from "./TaskRow";
import type { TaskSchedule } from "./TaskSchedule";
import type { Telling } from "./Telling";
import type { TestedEmail } from "./TestedEmail";
import type { Unsuppress } from "./Unsuppress";
import type { ViewRef } from "./ViewRef";
import type { ViewsRequest } from "./ViewsRequest";
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
  /** mutation */
  notices_seen: { args: NoticesSeen; reply: Done };
  /** trigger */
  notices_tell: { args: Nothing; reply: Telling };
  /** query */
  program_settings: { args: Nothing; reply: ProgramSettings };
  /** mutation */
  program_set: { args: ProgramSet; reply: Done };
  /** query */
  reviews_list: { args: Nothing; reply: ReviewReport[] };
  /** query */
  backups: { args: Nothing; reply: BackupRow[] };
  /** trigger */
  doctor: { args: DoctorRequest; reply: DoctorCheck[] };
  /** trigger */
  diagnostics: { args: Nothing; reply: Diagnostics };
  /** mutation */
  pause_all: { args: PauseAll; reply: Done };
  /** mutation */
  resume_all: { args: Nothing; reply: Done };
  /** query */
  brands: { args: Nothing; reply: BrandSummary[] };
  /** query */
  brand_show: { args: BrandRef; reply: BrandDetail };
  /** mutation */
  brand_new: { args: BrandNew; reply: Done };
  /** mutation */
  brand_set: { args: BrandSet; reply: Done };
  /** mutation */
  brand_pause: { args: BrandPause; reply: Done };
  /** mutation */
  brand_resume: { args: BrandRef; reply: Done };
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
  relay_test: { args: RelayTest; reply: RelayTested };
  /** trigger */
  brand_test_email: { args: BrandTestEmail; reply: TestedEmail };
  /** trigger */
  brand_connect_code: { args: BrandConnectCode; reply: Connected };
  /** trigger */
  brand_connect_browser: { args: BrandConnectBrowser; reply: ConsentPage };
  /** trigger */
  mailbox_find: { args: MailboxFind; reply: MailboxFound };
  /** trigger */
  brand_connect_servers: { args: BrandConnectServers; reply: Connected };
  /** trigger */
  brand_connect_permission: { args: BrandConnectServers; reply: ConsentPage };
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
  /** query */
  sender_health: { args: BrandRef; reply: SenderHealth };
  /** trigger */
  sender_look: { args: BrandRef; reply: SenderHealth };
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
  board_column: { args: ColumnRequest; reply: Card[] };
  /** query */
  board_tags: { args: BoardTagsRequest; reply: TagCount[] };
  /** mutation */
  deals_bulk: { args: DealsBulk; reply: BulkReply };
  /** mutation */
  deals_undo: { args: DealsRef; reply: BulkReply };
  /** query */
  views_list: { args: ViewsRequest; reply: SavedView[] };
  /** mutation */
  view_save: { args: SavedView; reply: Done };
  /** mutation */
  view_remove: { args: ViewRef; reply: Done };
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
  email_reconsider: { args: EmailRef; reply: Done };
  /** mutation */
  email_cancel: { args: EmailRef; reply: Done };
  /** mutation */
  email_settle: { args: EmailSettle; reply: Done };
  /** query */
  messages_list: { args: MessagesRequest; reply: MessageRow[] };
  /** query */
  messages_page: { args: MessagesPageRequest; reply: MessagesPage };
  /** query */
  message_show: { args: MessageRef; reply: MessageDetail };
  /** query */
  message_candidates: { args: MessageCandidates; reply: DealRow[] };
  /** query */
  message_html: { args: MessageHtmlRequest; reply: MessageHtml };
  /** trigger */
  message_pictures: { args: MessageHtmlRequest; reply: MessageHtml };
  /** mutation */
  message_reclassify: { args: MessageReclassify; reply: Done };
  /** mutation */
  message_link: { args: MessageLink; reply: Done };
  /** mutation */
  message_done: { args: MessageDone; reply: Done };
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
  /** trigger */
  contacts_file: { args: ContactsExport; reply: ContactsFile };
  /** mutation */
  contact_new: { args: ContactNew; reply: ContactMade };
  /** mutation */
  contacts_bulk: { args: ContactsBulk; reply: ContactsBulkReply };
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
  /** trigger */
  evidence_file: { args: EvidenceRequest; reply: OfferedFile };
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
  prospects_page: { args: ProspectsRequest; reply: ProspectsPage };
  /** mutation */
  prospect_start: { args: ProspectStart; reply: DealMade };
  /** mutation */
  prospect_set_aside: { args: ProspectSetAside; reply: Done };
  /** query */
  research: { args: DealRef; reply: Research };
  /** trigger */
  research_run: { args: DealRef; reply: Research };
  /** query */
  links_page: { args: LinksRequest; reply: LinksPage };
  /** query */
  link_show: { args: LinkRef; reply: LinkDetail };
  /** mutation */
  link_add: { args: LinkAdd; reply: LinkRow };
  /** mutation */
  link_end: { args: LinkRef; reply: Done };
  /** trigger */
  link_check: { args: LinkRef; reply: LinkDetail };
  /** mutation */
  deal_vouch: { args: DealVouch; reply: Done };
  /** query */
  link_targets: { args: BrandRef; reply: LinkTargetRow[] };
  /** mutation */
  link_target_set: { args: LinkTargetSet; reply: Done };
  /** mutation */
  link_target_remove: { args: LinkTargetRef; reply: Done };
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
