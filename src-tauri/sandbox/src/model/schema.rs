//! The rules that a schema must keep to be accepted as strict. Says what is wrong, repairs nothing.

use serde_json::Value;

const REFUSED: [&str; 10] = [
    "oneOf",
    "allOf",
    "not",
    "if",
    "then",
    "else",
    "default",
    "patternProperties",
    "dependentRequired",
    "dependentSchemas",
];
const MAX_DEPTH: usize = 10;

/// Checks a whole schema; the error names the first rule that is broken.
pub(crate) fn check_strict(schema: &Value) -> Result<(), String> {
    if schema.get("type").and_then(Value::as_str) != Some("object") {
        return Err("schema must be a JSON Schema of 'type: \"object\"'.".into());
    }
    check(schema, 0)
}

fn check(schema: &Value, depth: usize) -> Result<(), String> {
    if depth > MAX_DEPTH {
        return Err(format!("more than {MAX_DEPTH} levels of nesting."));
    }
    if let Some(keyword) = REFUSED.iter().find(|keyword| schema.get(**keyword).is_some()) {
        return Err(format!("'{keyword}' is not permitted."));
    }
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        if schema.get("additionalProperties") != Some(&Value::Bool(false)) {
            return Err("'additionalProperties' is required to be supplied and to be false.".into());
        }
        let required = schema.get("required").and_then(Value::as_array);
        let is_required = |key: &str| required.is_some_and(|keys| keys.iter().any(|name| name == key));
        if let Some(key) = properties.keys().find(|key| !is_required(key)) {
            return Err(format!("'required' is required to be supplied and to include every key. Missing '{key}'."));
        }
        properties.values().try_for_each(|inner| check(inner, depth + 1))?;
    }
    let lists = ["anyOf"].iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    let maps = ["$defs"].iter().filter_map(|key| schema.get(key)?.as_object()).flat_map(|map| map.values());
    lists.chain(maps).chain(schema.get("items")).try_for_each(|inner| check(inner, depth + 1))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn strict_rules_are_enforced() {
        let good = json!({ "type": "object", "additionalProperties": false, "required": ["a"], "properties": { "a": { "type": ["string", "null"] } } });
        assert_eq!(check_strict(&good), Ok(()));
        let broken = [
            json!({ "type": "array" }),
            json!({ "type": "object", "required": ["a"], "properties": { "a": {} } }),
            json!({ "type": "object", "additionalProperties": false, "required": [], "properties": { "a": {} } }),
            json!({ "type": "object", "additionalProperties": false, "required": ["a"], "properties": { "a": { "oneOf": [] } } }),
        ];
        assert!(broken.iter().all(|schema| check_strict(schema).is_err()));
    }
}
