//! The binary files: of 0.8, which reverses addresses; of 0.7, the last that does not; of 0.3, with ids of 32 bits.

use std::fs;
use std::path::Path;

use crate::case::{Case, Seen, State};

#[allow(deprecated)]
pub mod last {
    use super::*;
    use grammers_0_8::storages::TlSession;

    pub fn read(path: &Path) -> Result<Seen, String> {
        let session = TlSession::load_file(path).map_err(|error| error.to_string())?;
        Ok(crate::database::first::seen(&session, &[]))
    }

    pub fn write(path: &Path, case: &Case) -> Result<(), String> {
        let session = TlSession::new();
        crate::database::first::fill(&session, case);
        fs::write(path, session.save()).map_err(|error| error.to_string())
    }
}

pub mod plain {
    use super::*;
    use grammers_0_7::{Session, UpdateState};
    use std::net::{Ipv4Addr, SocketAddr};

    /// Addresses as the file has them: this release never connects to one. The channels' type is not public.
    pub fn read(path: &Path) -> Result<Seen, String> {
        let session = Session::load_file(path).map_err(|error| error.to_string())?;
        let user = session.get_user();
        let dc = user.as_ref().map_or(2, |user| user.dc);
        let home = session.get_dcs().into_iter().find(|center| center.id == dc);
        let address = home.and_then(|center| {
            let ip = Ipv4Addr::from(center.ipv4?.to_le_bytes());
            Some(SocketAddr::new(ip.into(), center.port as u16))
        });
        let state = session.get_state();
        Ok(Seen {
            dc,
            address,
            keys: (1..=5).filter_map(|id| Some((id, session.dc_auth_key(id)?))).collect(),
            user: user.map(|user| (user.id, user.bot)),
            peers: Vec::new(),
            state: state.map_or(State::default(), |state| State {
                pts: state.pts,
                qts: state.qts,
                date: state.date,
                seq: state.seq,
                channels: Vec::new(),
            }),
        })
    }

    pub fn write(path: &Path, case: &Case) -> Result<(), String> {
        let session = Session::new();
        session.insert_dc(case.dc, case.address, case.key);
        for (dc, key) in &case.other_keys {
            session.insert_dc(*dc, case.address, *key);
        }
        if let Some(id) = case.user_id {
            session.set_user(id, case.dc, case.is_bot);
        }
        if let Some(state) = &case.state {
            let State { pts, qts, date, seq, .. } = *state;
            session.set_state(UpdateState { pts, qts, date, seq, channels: Vec::new() });
        }
        fs::write(path, session.save()).map_err(|error| error.to_string())
    }
}

pub mod narrow {
    use super::*;
    use grammers_0_3::{Session, UpdateState};
    use grammers_crypto_0_3::AuthKey;

    pub fn write(path: &Path, case: &Case) -> Result<(), String> {
        let session = Session::new();
        session.insert_dc(case.dc, case.address, &AuthKey::from_bytes(case.key));
        if let Some(id) = case.user_id {
            session.set_user(id.try_into().map_err(|_| "the user id has more than 32 bits")?, case.dc, case.is_bot);
        }
        if let Some(State { pts, qts, date, seq, channels }) = &case.state {
            let narrow = channels.iter().filter_map(|(id, pts)| Some(((*id).try_into().ok()?, *pts)));
            session.set_state(UpdateState { pts: *pts, qts: *qts, date: *date, seq: *seq, channels: narrow.take(1).collect() });
        }
        fs::write(path, session.save()).map_err(|error| error.to_string())
    }
}
