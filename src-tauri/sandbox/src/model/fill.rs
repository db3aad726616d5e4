//! Filling a schema with an answer: walks the schema, and asks the prompt for what fits each key.

use serde_json::{Map, Value, json};

use super::chat::Chat;
use super::mails;
use super::prompt::{self, Facts};

/// An answer that keeps to the schema. Without one, the shape is taken from a schema found in the prompt.
pub(crate) fn answer(chat: &Chat) -> Value {
    let schema = chat.schema.clone().or_else(|| prompt::schema_in(&format!("{}\n{}", chat.system, chat.user)));
    let facts = Facts::read(chat);
    schema.map_or_else(|| json!({}), |schema| Filler { facts: &facts, root: &schema }.fill("", &schema))
}

/// The same, with every choice replaced by one that was not offered.
pub(crate) fn unknown(chat: &Chat) -> Value {
    let mut answer = answer(chat);
    if let Some(fields) = answer.as_object_mut() {
        for (key, value) in fields {
            let is_choice = ["action", "class", "kind"].contains(&key.as_str());
            match value {
                Value::String(text) if is_choice => *text = "launch_rocket".into(),
                Value::Object(inner) if is_choice => drop(inner.insert("type".into(), json!("launch_rocket"))),
                _ => {}
            }
        }
    }
    answer
}

struct Filler<'a> {
    facts: &'a Facts,
    root: &'a Value,
}

impl Filler<'_> {
    fn fill(&self, key: &str, schema: &Value) -> Value {
        let schema = self.resolve(schema);
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        if let Some(members) = schema.get("enum").and_then(Value::as_array) {
            return self.choose(key, members);
        }
        if let Some(branches) = schema.get("anyOf").and_then(Value::as_array) {
            return self.branch(key, branches);
        }
        let types = types(schema);
        if types.contains(&"null") && !self.facts.knows(key) {
            return Value::Null;
        }
        match types.iter().find(|kind| **kind != "null").copied() {
            Some("object") => self.object(schema),
            Some("array") => self.array(key, schema),
            Some("string") => Value::String(self.text(key, schema)),
            Some("integer") => json!(self.number(key, schema).round() as i64),
            Some("number") => json!(self.number(key, schema)),
            Some("boolean") => json!(false),
            _ => Value::Null,
        }
    }

    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let pointer = schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
        pointer.and_then(|pointer| self.root.pointer(pointer)).unwrap_or(schema)
    }

    fn object(&self, schema: &Value) -> Value {
        let properties = schema.get("properties").and_then(Value::as_object);
        let fields = properties.into_iter().flatten().map(|(key, inner)| (key.clone(), self.fill(key, inner)));
        Value::Object(fields.collect::<Map<_, _>>())
    }

    fn array(&self, key: &str, schema: &Value) -> Value {
        let Some(items) = schema.get("items") else { return json!([]) };
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
        if key.contains("paragraph") && types(items).contains(&"string") {
            return mails::paragraphs(self.facts).into_iter().map(Value::String).collect();
        }
        (0..least).map(|_| self.fill(key, items)).collect()
    }

    /// The member that fits best; an action that the list lacks becomes its first member.
    fn choose(&self, key: &str, members: &[Value]) -> Value {
        let wishes = self.facts.wishes(key);
        let wished = wishes.iter().find_map(|wish| members.iter().find(|member| member.as_str() == Some(wish)));
        wished
            .or_else(|| members.iter().find(|member| member.is_null()))
            .or_else(|| members.first())
            .cloned()
            .unwrap_or_default()
    }

    /// The branch that names a wished member somewhere; else null if allowed and nothing is known; else the first.
    fn branch(&self, key: &str, branches: &[Value]) -> Value {
        let wishes: Vec<String> = ["action", "class", "kind"].iter().flat_map(|key| self.facts.wishes(key)).collect();
        let wished = wishes.iter().find_map(|wish| branches.iter().find(|branch| names(self.resolve(branch), wish)));
        let is_null = |branch: &&Value| types(branch) == ["null"];
        let null = branches.iter().find(is_null).filter(|_| !self.facts.knows(key));
        let first = branches.iter().find(|branch| !is_null(branch));
        wished.or(null).or(first).map_or(Value::Null, |branch| self.fill(key, branch))
    }

    fn text(&self, key: &str, schema: &Value) -> String {
        match schema.get("format").and_then(Value::as_str) {
            Some("date") => self.facts.date.clone().unwrap_or_else(|| "2027-01-15".into()),
            Some("date-time") => format!("{}T09:00:00Z", self.facts.date.as_deref().unwrap_or("2027-01-15")),
            Some("email") => self.facts.referral.clone().unwrap_or_else(|| "somebody@example.com".into()),
            _ => self.words(key),
        }
    }

    fn words(&self, key: &str) -> String {
        let facts = self.facts;
        match key {
            "text" if facts.decides() => "What should happen next with this contact?".into(),
            _ if key.contains("subject") => mails::subject(facts),
            _ if key.contains("html") => mails::paragraphs(facts).iter().map(|text| format!("<p>{text}</p>")).collect(),
            _ if ["body", "content", "text", "mail"].iter().any(|word| key.contains(word)) => mails::body(facts),
            _ if key.contains("greeting") || key.contains("salutation") => mails::greeting(facts),
            _ if key.contains("stage") => facts.stage(),
            _ if key.contains("question") => "What should happen next with this contact?".into(),
            _ if key.contains("date") || key.contains("until") => facts.date.clone().unwrap_or_default(),
            _ if key.contains("referral") || key.contains("email") => facts.referral.clone().unwrap_or_default(),
            _ if key.contains("url") => facts.url.clone().unwrap_or_default(),
            _ => facts.reason(),
        }
    }

    fn number(&self, key: &str, schema: &Value) -> f64 {
        let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
        let whole = types(schema).contains(&"integer");
        let wish = match key {
            _ if key.contains("confidence") => {
                if whole {
                    80.0
                } else {
                    0.8
                }
            }
            _ if key.contains("day") => 3.0,
            _ if key.contains("score") => self.facts.score(),
            _ => 1.0,
        };
        wish.max(bound("minimum").unwrap_or(f64::MIN)).min(bound("maximum").unwrap_or(f64::MAX))
    }
}

fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(kind)) => vec![kind.as_str()],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ if schema.get("properties").is_some() => vec!["object"],
        _ => Vec::new(),
    }
}

/// Whether a branch offers a word as constant or as member of an enum of one of its properties.
fn names(branch: &Value, word: &str) -> bool {
    let own = |schema: &Value| {
        let members = schema.get("enum").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        schema.get("const") == Some(&json!(word)) || (members.len() == 1 && members.first() == Some(&json!(word)))
    };
    own(branch) || branch.get("properties").and_then(Value::as_object).is_some_and(|fields| fields.values().any(own))
}
