//! The text of 0.1.

use std::path::Path;

use grammers_0_1::{Session, TextSession};

use crate::case::Case;

pub fn write(path: &Path, case: &Case) -> Result<(), String> {
    let said = |error: std::io::Error| error.to_string();
    let mut session = TextSession::create(path).map_err(said)?;
    session.set_user_datacenter(case.dc, &case.address);
    session.set_auth_key_data(case.dc, &case.key);
    session.save().map_err(said)
}
