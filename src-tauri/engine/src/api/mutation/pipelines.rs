//! Changing pipelines and their stages. The rules are the domain's; here they are read, kept and told.

use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::id::{ActivityId, ContactId, DealId, PipelineId, StageId};
use domain::pipeline::Pipeline;
use domain::stages::{self, Refused};
use store::StoreError;
use store::activities::NewActivity;

use super::{brand, done};
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{
    Done, PipelineCadence, PipelineNew, PipelineRename, StageAdd, StageAdvance, StageKindSet, StageRemove, StageRename,
    StageReorder,
};
use crate::{Engine, EngineError, seed};

impl From<Refused> for EngineError {
    fn from(refused: Refused) -> Self {
        Self::BadRequest(refused.to_string())
    }
}

/// A pipeline about to change, with the act it changes in.
struct Change<'e> {
    act: Act<'e>,
    brand: Brand,
    pipeline: Pipeline,
}

impl<'e> Change<'e> {
    async fn of_pipeline(engine: &'e Engine, id: PipelineId) -> Result<Self, EngineError> {
        let mut act = Act::begin(engine).await?;
        let found = store::pipelines::find(&mut act.tx, id).await?;
        Self::begin(act, found.ok_or_else(|| EngineError::missing("pipeline", id))?).await
    }

    async fn of_stage(engine: &'e Engine, id: StageId) -> Result<Self, EngineError> {
        let mut act = Act::begin(engine).await?;
        let found = store::pipelines::of_stage(&mut act.tx, id).await?;
        Self::begin(act, found.ok_or_else(|| EngineError::missing("stage", id))?).await
    }

    async fn begin(mut act: Act<'e>, pipeline: Pipeline) -> Result<Self, EngineError> {
        let brand = store::brands::find(&mut act.tx, pipeline.brand).await?;
        Ok(Self { act, brand: brand.ok_or(StoreError::Missing { what: "brand" })?, pipeline })
    }

    /// The name of a stage as it is before the change.
    fn name(&self, id: StageId) -> String {
        self.pipeline.stage(id).map(|stage| stage.name.clone()).unwrap_or_default()
    }

    /// Keeps the changed pipeline and says what was done; a change that changes nothing is not told.
    async fn keep(mut self, changed: Pipeline, text: String) -> Result<Done, EngineError> {
        if changed == self.pipeline {
            return Ok(done("Nothing changed."));
        }
        store::pipelines::save(&mut self.act.tx, &changed).await?;
        let about = About { brand: Some(&self.brand), ..About::default() };
        self.act.note(Author::Person, ActivityKind::Settings, about, format!("{}: {text}", changed.name));
        self.act.commit().await?;
        Ok(done(format!("{text}.")))
    }
}

/// Adds a pipeline to a brand. It starts with the shipped stages of its purpose, all of which can be changed.
pub async fn pipeline_new(engine: &Engine, request: PipelineNew) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let brand = brand(&mut act.tx, &request.brand).await?;
    let mut own = store::pipelines::all(&mut act.tx).await?;
    own.retain(|pipeline| pipeline.brand == brand.id);
    let name = free_name(&own, &request.name, None)?;
    let mut pipeline = seed::pipeline(engine, &act, &brand, request.purpose);
    pipeline.key = stages::key_for(&name, own.iter().flat_map(|known| [known.key.as_str(), known.name.as_str()]));
    pipeline.name = name;
    let position = u32::try_from(own.len()).unwrap_or(u32::MAX);
    store::pipelines::insert(&mut act.tx, &pipeline, position).await?;
    let about = About { brand: Some(&brand), ..About::default() };
    act.note(Author::Person, ActivityKind::Settings, about, format!("Added the pipeline {}", pipeline.name));
    act.commit().await?;
    Ok(done(format!("{} has a pipeline {} now.", brand.name, pipeline.name)))
}

/// Calls a pipeline otherwise. Its key stays, so that the command line and imports find it.
pub async fn pipeline_rename(engine: &Engine, request: PipelineRename) -> Reply<Done> {
    let mut change = Change::of_pipeline(engine, request.pipeline).await?;
    let mut own = store::pipelines::all(&mut change.act.tx).await?;
    own.retain(|pipeline| pipeline.brand == change.brand.id);
    let name = free_name(&own, &request.name, Some(request.pipeline))?;
    let text = format!("Renamed “{}” to “{name}”", change.pipeline.name);
    let changed = Pipeline { name, ..change.pipeline.clone() };
    Ok(change.keep(changed, text).await?)
}

fn free_name(own: &[Pipeline], name: &str, except: Option<PipelineId>) -> Result<String, EngineError> {
    let name = stages::named(name)?;
    let is = |known: &&Pipeline| known.name.eq_ignore_ascii_case(&name) || known.key.eq_ignore_ascii_case(&name);
    match own.iter().filter(|known| Some(known.id) != except).find(is) {
        Some(known) => Err(EngineError::BadRequest(format!("There is a pipeline “{}” already", known.name))),
        None => Ok(name),
    }
}

/// Sets the working days before each mail. Deals keep the day they are due; the new cadence counts from their next mail on.
pub async fn pipeline_cadence(engine: &Engine, request: PipelineCadence) -> Reply<Done> {
    let change = Change::of_pipeline(engine, request.pipeline).await?;
    let cadence = stages::cadence(&request.days).map_err(EngineError::from)?;
    let said = cadence.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let changed = Pipeline { cadence, ..change.pipeline.clone() };
    Ok(change.keep(changed, format!("Mails now come after {said} working days")).await?)
}

/// Adds a stage.
pub async fn stage_add(engine: &Engine, request: StageAdd) -> Reply<Done> {
    let change = Change::of_pipeline(engine, request.pipeline).await?;
    let id = StageId::mint(change.act.now, engine.ten_random_bytes());
    let at = request.at.and_then(|at| usize::try_from(at).ok());
    let changed =
        stages::add(change.pipeline.clone(), id, &request.name, request.kind, at).map_err(EngineError::from)?;
    let name = changed.stage(id).map(|stage| stage.name.clone()).unwrap_or_default();
    Ok(change.keep(changed, format!("Added the stage “{name}”")).await?)
}

/// Calls a stage otherwise; its key stays.
pub async fn stage_rename(engine: &Engine, request: StageRename) -> Reply<Done> {
    let change = Change::of_stage(engine, request.stage).await?;
    let before = change.name(request.stage);
    let changed = stages::rename(change.pipeline.clone(), request.stage, &request.name).map_err(EngineError::from)?;
    let after = changed.stage(request.stage).map(|stage| stage.name.clone()).unwrap_or_default();
    Ok(change.keep(changed, format!("Renamed “{before}” to “{after}”")).await?)
}

/// Puts the stages of a pipeline in another order.
pub async fn stage_reorder(engine: &Engine, request: StageReorder) -> Reply<Done> {
    let change = Change::of_pipeline(engine, request.pipeline).await?;
    let changed = stages::reorder(change.pipeline.clone(), &request.order).map_err(EngineError::from)?;
    Ok(change.keep(changed, "Put the stages in another order".to_owned()).await?)
}

/// Says what being in a stage means. The deals in it must be able to stay.
pub async fn stage_kind(engine: &Engine, request: StageKindSet) -> Reply<Done> {
    let mut change = Change::of_stage(engine, request.stage).await?;
    let held = store::deals::held(&mut change.act.tx, request.stage).await?;
    let changed =
        stages::set_kind(change.pipeline.clone(), request.stage, request.kind, held).map_err(EngineError::from)?;
    let text = format!("“{}” is of the kind {} now", change.name(request.stage), request.kind);
    Ok(change.keep(changed, text).await?)
}

/// Says what moves a deal into a stage by itself.
pub async fn stage_advance(engine: &Engine, request: StageAdvance) -> Reply<Done> {
    let change = Change::of_stage(engine, request.stage).await?;
    let changed = stages::set_advance(change.pipeline.clone(), request.stage, request.on).map_err(EngineError::from)?;
    let name = change.name(request.stage);
    let text = match request.on {
        Some(on) => format!("Deals move to “{name}” by themselves on {}", on.as_str().replace('_', " ")),
        None => format!("No deal moves to “{name}” by itself any more"),
    };
    Ok(change.keep(changed, text).await?)
}

/// Removes a stage; its deals go to another one, and each of their timelines says so.
pub async fn stage_remove(engine: &Engine, request: StageRemove) -> Reply<Done> {
    // A task at work holds the pipelines in mind as they were when it began, and would put a deal into the stage that is gone.
    if let Some(owner) = engine.owner.owned_by() {
        return Err(EngineError::Refused(format!("{owner} runs the tasks of this data; remove the stage there")).into());
    }
    let Some(_turns) = engine.tasks.all() else {
        return Err(EngineError::Refused(
            "A task is running. Nothing was changed; try again when it is done".to_owned(),
        )
        .into());
    };
    let mut change = Change::of_stage(engine, request.stage).await?;
    let held = store::deals::held(&mut change.act.tx, request.stage).await?;
    let changed =
        stages::remove(change.pipeline.clone(), request.stage, held, request.to).map_err(EngineError::from)?;
    let gone = change.name(request.stage);
    let mut text = format!("Removed the stage “{gone}”");
    if let Some(to) = request.to.filter(|_| held.all() > 0) {
        let place = change.name(to);
        let moved = store::deals::move_all(&mut change.act.tx, request.stage, to, change.act.now).await?;
        tell(engine, &mut change, &moved, &format!("Moved to {place}, because the stage {gone} was removed")).await?;
        text = format!(
            "{text}; {} {} to “{place}”",
            moved.len(),
            if moved.len() == 1 { "deal went" } else { "deals went" }
        );
    }
    Ok(change.keep(changed, text).await?)
}

/// A line for each deal, all at once: thousands of events would say no more than that something changed.
async fn tell(
    engine: &Engine,
    change: &mut Change<'_>,
    moved: &[(DealId, ContactId)],
    text: &str,
) -> Result<(), EngineError> {
    let lines: Vec<NewActivity> = moved
        .iter()
        .map(|(deal, contact)| NewActivity {
            id: ActivityId::mint(change.act.now, engine.ten_random_bytes()),
            at: change.act.now,
            author: Author::Person,
            kind: ActivityKind::Moved,
            summary: text.to_owned(),
            brand: Some(change.brand.id),
            contact: Some(*contact),
            deal: Some(*deal),
        })
        .collect();
    Ok(store::activities::insert(&mut change.act.tx, &lines).await?)
}
