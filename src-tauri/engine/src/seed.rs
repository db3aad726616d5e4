//! What a new file starts with: the guide's two brands and their pipelines. Doing it twice changes nothing.

use chrono_tz::Tz;
use domain::brand::{Brand, Settings};
use domain::id::{BrandId, PipelineId, StageId};
use domain::pipeline::{BACKLINK, CADENCE, Pipeline, Purpose, SALES, Stage, StageSeed};
use domain::task::TaskName;

use crate::act::Act;
use crate::{Engine, EngineError};

/// Seeds what is missing. Says how many brands and pipelines are new.
pub(crate) async fn seed(engine: &Engine) -> Result<u32, EngineError> {
    let mut conn = engine.store.read().await?;
    let complete =
        store::brands::all(&mut conn).await?.len() >= 2 && store::pipelines::all(&mut conn).await?.len() >= 4;
    let complete = complete && store::tasks::all(&mut conn).await?.len() == TaskName::ALL.len();
    drop(conn);
    if complete {
        return Ok(0);
    }
    let mut act = Act::begin(engine).await?;
    let mut new = 0;
    store::tasks::seed(&mut act.tx).await?;
    for (slug, name, settings) in brands() {
        let brand = Brand {
            id: BrandId::mint(act.now, engine.ten_random_bytes()),
            slug: slug.to_owned(),
            name: name.to_owned(),
            settings,
            paused: None,
            first_sent_at: None,
        };
        new += u32::from(store::brands::insert(&mut act.tx, &brand, act.now).await?);
        let brand = store::brands::by_slug(&mut act.tx, slug).await?.unwrap_or(brand);
        new += give_pipelines(engine, &mut act, &brand).await?;
    }
    act.commit().await?;
    Ok(new)
}

/// The two pipelines of a brand; says how many of them are new.
pub(crate) async fn give_pipelines(engine: &Engine, act: &mut Act<'_>, brand: &Brand) -> Result<u32, EngineError> {
    let mut new = 0;
    for (position, purpose) in [(0, Purpose::Sales), (1, Purpose::Backlink)] {
        let pipeline = pipeline(engine, act, brand, purpose);
        new += u32::from(store::pipelines::insert(&mut act.tx, &pipeline, position).await?);
    }
    Ok(new)
}

/// A pipeline as it is shipped, for a brand.
pub(crate) fn pipeline(engine: &Engine, act: &Act<'_>, brand: &Brand, purpose: Purpose) -> Pipeline {
    let (name, stages) = match purpose {
        Purpose::Sales => ("Sales", SALES),
        Purpose::Backlink => ("Backlink", BACKLINK),
    };
    let stage = |(key, name, kind, advance_on): &StageSeed| Stage {
        id: StageId::mint(act.now, engine.ten_random_bytes()),
        key: (*key).to_owned(),
        name: (*name).to_owned(),
        kind: *kind,
        advance_on: *advance_on,
    };
    Pipeline {
        id: PipelineId::mint(act.now, engine.ten_random_bytes()),
        brand: brand.id,
        key: purpose.as_str().to_owned(),
        name: name.to_owned(),
        purpose,
        cadence: CADENCE.to_vec(),
        stages: stages.iter().map(stage).collect(),
    }
}

fn brands() -> [(&'static str, &'static str, Settings); 2] {
    let codeteki = Settings {
        from_email: "sales@codeteki.au".to_owned(),
        from_name: "The Codeteki Team".to_owned(),
        signature: "Best regards,\nThe Codeteki Team".to_owned(),
        legal_name: "Codeteki".to_owned(),
        website: "https://www.codeteki.au".to_owned(),
        company_description:
            "Codeteki is a digital agency in Australia that builds AI and web solutions for growing businesses."
                .to_owned(),
        value_proposition: "helping businesses grow with websites and AI assistants that take over routine work"
            .to_owned(),
        timezone: Tz::Australia__Melbourne,
        data_centre: "com.au".to_owned(),
        ..Settings::default()
    };
    let desifirms = Settings {
        from_email: "sales@desifirms.com.au".to_owned(),
        from_name: "Desi Firms".to_owned(),
        signature: "Kind regards,\nThe Desi Firms Team".to_owned(),
        legal_name: "Desi Firms".to_owned(),
        website: "https://www.desifirms.com.au".to_owned(),
        company_description: "Desi Firms is a business directory for South Asian owned businesses.".to_owned(),
        value_proposition: "bringing nearby customers who look for South Asian shops and services to your door"
            .to_owned(),
        timezone: Tz::Australia__Sydney,
        data_centre: "com".to_owned(),
        ..Settings::default()
    };
    [("codeteki", "Codeteki", codeteki), ("desifirms", "Desi Firms", desifirms)]
}
