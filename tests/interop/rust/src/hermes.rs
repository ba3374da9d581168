//! hermes-tdata: the accounts of a Telegram Desktop folder. It reads only, passes over an account that it cannot read,
//! and knows the key of the home data centre alone.

use hermes_tdata::TDesktop;
use serde_json::{Value, json};
use sha1::{Digest, Sha1};
use std::path::Path;

pub fn read(path: &Path, given: &str) -> Result<String, String> {
    let options: Value = serde_json::from_str(given).unwrap_or(Value::Null);
    let folder = TDesktop::with_options(path, options["passcode"].as_str(), options["data_key"].as_str())
        .map_err(|error| error.to_string())?;
    let accounts: Vec<Value> = folder
        .accounts()
        .iter()
        .map(|one| {
            let sha1 = Sha1::digest(one.auth_key_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
            json!({"index": one.index(), "dc": one.dc_id(), "user_id": one.user_id(), "key_sha1": sha1})
        })
        .collect();
    Ok(json!({"accounts": accounts, "version": folder.app_version()}).to_string())
}
