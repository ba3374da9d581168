//! The SQLite sessions: of the newest release, which is asynchronous, and of the first one that had them.

use std::net::{SocketAddr, SocketAddrV4, SocketAddrV6};

use serde_json::{Value, json};

use crate::case::{Case, Peer, Seen, State};

const CHANNEL_MARK: i64 = -1_000_000_000_000;

/// Conversions that are the same in both releases but for the module that the types live in.
macro_rules! conversions {
    ($($types:tt)*) => {
        use $($types)*::{ChannelKind, ChannelState, DcOption, PeerAuth, PeerId, PeerInfo, UpdateState, UpdatesState};

        fn info_of(peer: &Peer, own: Option<i64>) -> PeerInfo {
            let auth = Some(PeerAuth::from_hash(peer.hash));
            match peer.kind.as_str() {
                "group" => PeerInfo::Chat { id: peer.id },
                "channel" => PeerInfo::Channel { id: peer.id, auth, kind: Some(ChannelKind::Broadcast) },
                "supergroup" => PeerInfo::Channel { id: peer.id, auth, kind: Some(ChannelKind::Megagroup) },
                kind => PeerInfo::User { id: peer.id, auth, bot: Some(kind == "bot"), is_self: Some(own == Some(peer.id)) },
            }
        }

        fn told(info: PeerInfo) -> Value {
            let id = info.id().bot_api_dialog_id();
            let (kind, auth) = match info {
                PeerInfo::User { auth, bot, .. } => (if bot == Some(true) { "bot" } else { "user" }, auth),
                PeerInfo::Chat { .. } => ("group", None),
                PeerInfo::Channel { auth, kind, .. } => {
                    (if kind == Some(ChannelKind::Broadcast) { "channel" } else { "supergroup" }, auth)
                }
            };
            json!({"id": id, "kind": kind, "access_hash": auth.map(|a| a.hash().to_string())})
        }

        /// The account itself, where it is not among the peers.
        fn own(case: &Case) -> Option<PeerInfo> {
            let id = case.user_id?;
            let known = case.peers.iter().any(|peer| peer.id == id);
            (!known).then_some(PeerInfo::User { id, auth: None, bot: Some(case.is_bot), is_self: Some(true) })
        }

        /// The address of the case, beside that of the other kind which the release knows.
        fn option_of(known: Option<DcOption>, dc: i32, address: Option<SocketAddr>, key: [u8; 256]) -> DcOption {
            let known = known.expect("a known DC");
            let mut option = DcOption { id: dc, auth_key: Some(key), ..known };
            match address {
                Some(SocketAddr::V4(v4)) => option.ipv4 = v4,
                Some(SocketAddr::V6(v6)) => option.ipv6 = v6,
                None => {}
            }
            let _: (SocketAddrV4, SocketAddrV6) = (option.ipv4, option.ipv6);
            option
        }

        fn state_of(state: UpdatesState) -> State {
            let channels = state.channels.iter().map(|channel| (channel.id, channel.pts)).collect();
            State { pts: state.pts, qts: state.qts, date: state.date, seq: state.seq, channels }
        }

        fn update_of(state: &State) -> UpdateState {
            let channels = state.channels.iter().map(|(id, pts)| ChannelState { id: *id, pts: *pts }).collect();
            UpdateState::All(UpdatesState { pts: state.pts, qts: state.qts, date: state.date, seq: state.seq, channels })
        }

        fn user_of(info: Option<PeerInfo>) -> Option<(i64, bool)> {
            match info? {
                PeerInfo::User { id, bot, .. } => Some((id, bot.unwrap_or(false))),
                _ => None,
            }
        }
    };
}

pub mod newest {
    use super::*;
    use grammers_0_11::{Session, storages::SqliteSession};
    use std::path::Path;

    conversions!(grammers_0_11::types);

    fn run<T>(work: impl Future<Output = Result<T, String>>) -> Result<T, String> {
        tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(work)
    }

    fn id_of(marked: i64) -> PeerId {
        let id = match marked {
            1.. => PeerId::user(marked),
            ..=CHANNEL_MARK => PeerId::channel(CHANNEL_MARK - marked),
            _ => PeerId::chat(-marked),
        };
        id.expect("an id in range")
    }

    fn said(error: impl std::fmt::Display) -> String {
        error.to_string()
    }

    pub fn read(path: &Path, asked: &[i64]) -> Result<Seen, String> {
        run(async {
            let session = SqliteSession::open(path).await.map_err(said)?;
            let dc = session.home_dc_id().map_err(said)?;
            let mut seen = Seen { dc, ..Seen::default() };
            for id in 1..=5 {
                let option = session.dc_option(id).map_err(said)?;
                if let Some(key) = option.as_ref().and_then(|option| option.auth_key) {
                    seen.keys.push((id, key));
                }
                if id == dc {
                    seen.address = option.map(|option| option.ipv4.into());
                }
            }
            for id in asked {
                if let Some(info) = session.peer(id_of(*id)).await.map_err(said)? {
                    seen.peers.push(told(info));
                }
            }
            seen.user = user_of(session.peer(PeerId::self_user()).await.map_err(said)?);
            seen.state = state_of(session.updates_state().await.map_err(said)?);
            Ok(seen)
        })
    }

    pub fn write(path: &Path, case: &Case) -> Result<(), String> {
        run(async {
            let session = SqliteSession::open(path).await.map_err(said)?;
            session.set_home_dc_id(case.dc).await.map_err(said)?;
            let known = session.dc_option(case.dc).map_err(said)?;
            session.set_dc_option(&option_of(known, case.dc, Some(case.address), case.key)).await.map_err(said)?;
            for (dc, key) in &case.other_keys {
                let known = session.dc_option(*dc).map_err(said)?;
                session.set_dc_option(&option_of(known, *dc, None, *key)).await.map_err(said)?;
            }
            for peer in &case.peers {
                session.cache_peer(info_of(peer, case.user_id)).await.map_err(said)?;
            }
            if let Some(own) = own(case) {
                session.cache_peer(own).await.map_err(said)?;
            }
            if let Some(state) = &case.state {
                session.set_update_state(update_of(state)).await.map_err(said)?;
            }
            Ok(())
        })
    }
}

pub mod first {
    use super::*;
    use grammers_0_8::{Session, storages::SqliteSession};
    use std::path::Path;

    conversions!(grammers_0_8::defs);

    fn id_of(marked: i64) -> PeerId {
        match marked {
            1.. => PeerId::user(marked),
            ..=CHANNEL_MARK => PeerId::channel(CHANNEL_MARK - marked),
            _ => PeerId::chat(-marked),
        }
    }

    pub fn read(path: &Path, asked: &[i64]) -> Result<Seen, String> {
        let session = SqliteSession::open(path).map_err(|error| error.to_string())?;
        Ok(seen(&session, asked))
    }

    /// Of any storage of this release.
    pub fn seen(session: &impl Session, asked: &[i64]) -> Seen {
        let dc = session.home_dc_id();
        let with_key = |id| Some((id, session.dc_option(id)?.auth_key?));
        Seen {
            dc,
            address: session.dc_option(dc).map(|option| option.ipv4.into()),
            keys: (1..=5).filter_map(with_key).collect(),
            user: user_of(session.peer(PeerId::self_user())),
            peers: asked.iter().filter_map(|id| session.peer(id_of(*id))).map(told).collect(),
            state: state_of(session.updates_state()),
        }
    }

    pub fn write(path: &Path, case: &Case) -> Result<(), String> {
        let session = SqliteSession::open(path).map_err(|error| error.to_string())?;
        fill(&session, case);
        Ok(())
    }

    pub fn fill(session: &impl Session, case: &Case) {
        session.set_home_dc_id(case.dc);
        let known = session.dc_option(case.dc);
        session.set_dc_option(&option_of(known, case.dc, Some(case.address), case.key));
        for (dc, key) in &case.other_keys {
            session.set_dc_option(&option_of(session.dc_option(*dc), *dc, None, *key));
        }
        for peer in &case.peers {
            session.cache_peer(&info_of(peer, case.user_id));
        }
        if let Some(own) = own(case) {
            session.cache_peer(&own);
        }
        if let Some(state) = &case.state {
            session.set_update_state(update_of(state));
        }
    }
}
