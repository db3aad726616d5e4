//! A hundred first mails, twenty sites and five brands, filled into the shipped template: finished, and without a claim that has no fact.

use domain::Timestamp;
use domain::brand::{Brand, Settings};
use domain::compose as rules;
use domain::decision::Facts;
use domain::id::{BrandId, PipelineId};
use domain::pipeline::{Pipeline, Purpose};
use domain::research::{Known, Offer, SiteFact, angles, gather, read, topic, unsupported};
use sandbox::sites::research::catalogue;

use crate::{compose, wordings};

const BRANDS: [(&str, &str, &str); 5] = [
    ("Codeteki", "Codeteki builds AI assistants for small businesses.", "answering customers while the owner is busy"),
    ("Harbour Books", "Harbour Books keeps the accounts of shops.", "invoices, GST and payroll"),
    ("Greenline", "Greenline sells compost bins and water tanks.", "gardens that need little water"),
    ("Pan & Peel", "Pan & Peel publishes recipes and tests ovens.", "sourdough and soups"),
    ("Wayfinder", "Wayfinder makes maps for hikers.", "routes through the high country"),
];

/// Each site's host with its facts.
fn sites() -> Vec<(&'static str, Vec<SiteFact>)> {
    let mut pages: Vec<(&str, Vec<(_, Vec<SiteFact>)>)> = Vec::new();
    for (host, path, body, _) in catalogue() {
        let html = String::from_utf8_lossy(body);
        let url = domain::web::visitable(&format!("https://{host}{path}")).unwrap();
        let facts = read(&url, &html, &["codeteki.au".to_owned()], &[]);
        match pages.last_mut().filter(|(last, _)| *last == host) {
            Some((_, pages)) => pages.push((url, facts)),
            None => pages.push((host, vec![(url, facts)])),
        }
    }
    pages.into_iter().map(|(host, pages)| (host, gather(&pages))).collect()
}

fn facts_about(name: &str, offer: Offer<'_>, site: &[SiteFact]) -> Facts {
    let now = Timestamp::from_millis(0);
    let brand = Brand {
        id: BrandId::mint(now, [1; 10]),
        slug: "brand".to_owned(),
        name: name.to_owned(),
        settings: Settings::default(),
        paused: None,
        first_sent_at: None,
    };
    let pipeline = Pipeline {
        id: PipelineId::mint(now, [2; 10]),
        brand: brand.id,
        key: "backlink".to_owned(),
        name: "Backlink".to_owned(),
        purpose: Purpose::Backlink,
        cadence: vec![0],
        stages: Vec::new(),
    };
    Facts {
        pitch: angles(site, &offer).into_iter().next().map(|angle| angle.sentence).unwrap_or_default(),
        topic: topic(site, &offer).unwrap_or_default(),
        ..wordings::known(&brand, &pipeline)
    }
}

#[test]
fn a_hundred_first_mails_claim_nothing_without_a_fact() {
    let mut mails = 0;
    for (host, site) in sites() {
        for (name, description, value_proposition) in BRANDS {
            let facts = facts_about(name, Offer { description, value_proposition }, &site);
            for kind in ["backlink_initial", "backlink_second_follow_up"] {
                let filled = compose::render(compose::shipped(kind).unwrap(), &facts).unwrap();
                let draft = compose::draft_of(&filled, None);
                rules::check(&draft, None).unwrap();
                let them = [host.to_owned(), facts.recipient_name.clone(), facts.recipient_company.clone()];
                let known = Known { them: &them, us: &[name.to_owned(), description.to_owned()] };
                assert_eq!(unsupported(&draft.body, &site, known), Vec::<String>::new(), "{}", draft.body);
                if kind == "backlink_initial" && std::env::var_os("PRINT_PITCHES").is_some() {
                    println!("== {host} / {name}\n{}\n", draft.body);
                }
            }
            mails += 1;
        }
    }
    assert_eq!(mails, 100);
}
