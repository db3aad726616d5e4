//! Finding data in a text: named values, JSON objects, dates. Knows nothing of what they mean.

use chrono::NaiveDate;
use serde_json::Value;

/// Named values of a prompt: the first JSON object in it that is no schema, or its `Name: value` lines. Names in lower case with spaces.
pub(crate) struct Data(Vec<(String, String)>);

impl Data {
    /// Reads a text.
    pub(crate) fn read(text: &str) -> Self {
        let object = objects(text).find(|object| object.get("properties").is_none());
        let pairs = match object.as_ref().and_then(Value::as_object) {
            Some(fields) => fields.iter().map(|(name, value)| (name.clone(), shown(value))).collect(),
            None => lines(text),
        };
        Self(pairs.into_iter().map(|(name, value)| (name.to_lowercase().replace('_', " "), value)).collect())
    }

    /// The value with the first of the names that has one.
    pub(crate) fn get(&self, names: &[&str]) -> Option<String> {
        let named = |name: &&str| self.0.iter().find(|(key, value)| key == name && !value.is_empty());
        names.iter().find_map(named).map(|(_, value)| value.clone())
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn lines(text: &str) -> Vec<(String, String)> {
    let clean = |part: &str| part.trim().trim_matches(['"', ',', '-', '*', ' ']).trim().to_owned();
    let pair = |line: &str| line.split_once([':', '=']).map(|(name, value)| (clean(name), clean(value)));
    text.lines().filter_map(pair).filter(|(_, value)| value != "null" && value.len() < 120).collect()
}

/// All JSON objects that stand in a text, without those inside another.
pub(crate) fn objects(text: &str) -> impl Iterator<Item = Value> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let (_, tail) = rest.split_at_checked(rest.find('{')?)?;
            let mut values = serde_json::Deserializer::from_str(tail).into_iter::<Value>();
            let parsed = values.next().and_then(Result::ok);
            let end = if parsed.is_some() { values.byte_offset() } else { 1 };
            rest = tail.split_at_checked(end)?.1;
            if parsed.is_some() {
                return parsed;
            }
        }
    })
}

/// The words of a text without the signs around them.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().map(|word| word.trim_matches(|c: char| "<>()[],;:\"'".contains(c)).trim_end_matches('.'))
}

/// The first date of a text, `2027-03-02` or `2 March 2027`, as `YYYY-MM-DD`.
pub(crate) fn date_in(text: &str) -> Option<String> {
    let read = |text: &str, form: &str| NaiveDate::parse_from_str(text, form).ok();
    let words: Vec<&str> = words(text).collect();
    let spelled = words.windows(3).find_map(|three| read(&three.join(" "), "%d %B %Y"));
    let date = words.iter().find_map(|word| read(word, "%Y-%m-%d")).or(spelled)?;
    Some(date.to_string())
}
