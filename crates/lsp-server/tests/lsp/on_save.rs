// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Files that are generated after a save, where the user wants it.

use std::{collections::BTreeMap, fs, path::Path, time::Duration};

use camkes_lsp_server::server::Parts;
use serde_json::{Value, json};

use crate::client::{Client, Folder};

const APP: &str = "component C { control; }\nassembly {\n    composition { component C c; component C d; }\n    configuration { c.heap_size = 4096; }\n}\n";

/// A client of a workspace with these settings of the user's.
fn client(folder: &Folder, options: Value, capabilities: Value) -> Client {
    let mut client = Client::spawn();
    client.initialize_with(json!({
        "processId": null,
        "rootUri": null,
        "capabilities": capabilities,
        "workspaceFolders": [{ "uri": folder.uri(""), "name": "work" }],
        "initializationOptions": options,
    }));
    client
}

fn save(client: &mut Client, uri: &str) {
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
}

/// What the client's log says next.
fn logged(client: &mut Client) -> String {
    let message = client.wait_for(|message| message["method"] == "window/logMessage");
    message["params"]["message"].as_str().unwrap().to_owned()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut found, mut todo) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(below) = todo.pop() {
        for entry in fs::read_dir(below).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                todo.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn nothing_is_generated_unless_the_user_wants_it() {
    let folder = Folder::new(&[("app.camkes", APP)]);
    let uri = folder.uri("app.camkes");
    let mut client = client(&folder, Value::Null, json!({}));
    client.open(&uri, APP);
    save(&mut client, &uri);
    // The change is handled after the save, and its round after what a save would have begun.
    client.change(&uri, 2, [0, 0, 0, 0], " ");
    client.diagnostics(&uri, json!(2));
    let _ = client.request("camkes/nothing", Value::Null);
    client.leave();
    assert!(!folder.path().join("build").exists());
}

#[test]
fn a_save_writes_what_a_build_writes_and_an_edit_only_what_it_changes() {
    let folder = Folder::new(&[("app.camkes", APP)]);
    let uri = folder.uri("app.camkes");
    let mut client = client(&folder, json!({ "generateOnSave": true }), json!({}));
    client.open(&uri, APP);
    save(&mut client, &uri);
    let said = logged(&mut client);
    assert!(said.starts_with("generated ") && said.ends_with(", 0 unchanged"), "{said}");
    let out = folder.path().join("build/app");
    let built = std::process::Command::new(env!("CARGO_BIN_EXE_camkes-lsp"))
        .args(["build", "app.camkes", "--out-dir", "other"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(built.status.success(), "{built:?}");
    assert_eq!(files(&out), files(&folder.path().join("other")));

    let stamp = |file: &str| fs::metadata(out.join(file)).unwrap().modified().unwrap();
    let before = stamp("d/camkes.c");
    client.change(&uri, 2, [3, 34, 3, 35], "8");
    save(&mut client, &uri);
    let said = logged(&mut client);
    assert!(said.contains(": 1 file written"), "{said}");
    assert!(fs::read_to_string(out.join("c/camkes.c")).unwrap().contains("8096"));
    assert_eq!(stamp("d/camkes.c"), before);
    client.leave();
}

#[test]
fn the_output_folder_is_a_setting_and_is_that_of_the_nearest_place() {
    let folder = Folder::new(&[("app.camkes", APP), ("camkes.toml", "output-folder = \"made\"\n")]);
    let uri = folder.uri("app.camkes");
    let mut client = client(&folder, json!({ "generateOnSave": true }), json!({}));
    client.open(&uri, APP);
    save(&mut client, &uri);
    logged(&mut client);
    assert!(folder.path().join("made/app/app.cdl").is_file());
    let settings = json!({ "camkes": { "generateOnSave": true, "outputFolder": "elsewhere" } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    save(&mut client, &uri);
    logged(&mut client);
    assert!(folder.path().join("elsewhere/app/app.cdl").is_file());
    client.leave();
}

#[test]
fn a_system_with_mistakes_leaves_the_files_as_they_are() {
    let folder = Folder::new(&[("app.camkes", APP)]);
    let uri = folder.uri("app.camkes");
    let mut client = client(&folder, json!({ "generateOnSave": true }), json!({}));
    client.open(&uri, APP);
    save(&mut client, &uri);
    logged(&mut client);
    let before = files(&folder.path().join("build"));
    client.change(&uri, 2, [0, 0, 0, 9], "komponent");
    save(&mut client, &uri);
    let said = logged(&mut client);
    assert!(said.ends_with("has mistakes: nothing was generated"), "{said}");
    assert_eq!(files(&folder.path().join("build")), before);
    client.leave();
}

#[test]
fn a_failing_template_is_shown_at_both_of_its_places_until_it_is_mended() {
    let folder = Folder::new(&[("app.camkes", APP), ("mine/linker.lds", "fine\n  /*? me.nothing_of_the_kind ?*/\n")]);
    let (uri, template) = (folder.uri("app.camkes"), folder.uri("mine/linker.lds"));
    let options = json!({ "generateOnSave": true, "templatePaths": ["mine"] });
    let related = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } });
    let mut client = client(&folder, options, related);
    client.open(&uri, APP);
    assert!(client.diagnostics(&uri, json!(1)).is_empty());
    save(&mut client, &uri);
    let in_template = client.diagnostics(&template, Value::Null);
    let in_app = client.diagnostics(&uri, json!(1));
    assert_eq!(in_template[0]["range"]["start"], json!({ "line": 1, "character": 6 }), "{in_template:#?}");
    assert_eq!(in_template[0]["code"], "template");
    assert_eq!(in_template[0]["relatedInformation"][0]["location"]["uri"], json!(uri));
    assert_eq!(in_app[0]["range"]["start"], json!({ "line": 2, "character": 30 }), "{in_app:#?}");
    assert_eq!(in_app[0]["relatedInformation"][0]["location"]["uri"], json!(template));
    assert!(!folder.path().join("build").exists(), "nothing is written");

    folder.write("mine/linker.lds", "fine\n");
    save(&mut client, &uri);
    assert!(client.diagnostics(&template, Value::Null).is_empty());
    assert!(client.diagnostics(&uri, json!(1)).is_empty());
    assert_eq!(fs::read_to_string(folder.path().join("build/app/c/linker.lds")).unwrap(), "fine\n");
    client.leave();
}

#[test]
fn output_that_can_not_be_written_is_a_diagnostic_of_the_root_file() {
    let folder = Folder::new(&[("app.camkes", APP), ("build", "a file in the place of the folder")]);
    let uri = folder.uri("app.camkes");
    let mut client = client(&folder, json!({ "generateOnSave": true }), json!({}));
    client.open(&uri, APP);
    assert!(client.diagnostics(&uri, json!(1)).is_empty());
    save(&mut client, &uri);
    let found = client.diagnostics(&uri, json!(1));
    assert!(found[0]["message"].as_str().unwrap().ends_with("is not a folder"), "{found:#?}");
    // Nobody wants it any more, so nobody needs to hear of it.
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "camkes": { "generateOnSave": false } } }));
    assert!(client.diagnostics(&uri, json!(1)).is_empty());
    client.leave();
}

#[test]
fn two_systems_do_not_write_into_one_folder() {
    let folder = Folder::new(&[
        ("camkes.toml", "roots = [\"one/app.camkes\", \"two/app.camkes\"]\n"),
        ("one/app.camkes", APP),
        ("two/app.camkes", APP),
    ]);
    let uri = folder.uri("one/app.camkes");
    let mut client = client(&folder, json!({ "generateOnSave": true }), json!({}));
    client.open(&uri, APP);
    assert!(client.diagnostics(&uri, json!(1)).is_empty());
    save(&mut client, &uri);
    let found = client.diagnostics(&uri, json!(1));
    assert!(found[0]["message"].as_str().unwrap().contains("two/app.camkes"), "{found:#?}");
    assert!(!folder.path().join("build").exists());
    client.leave();
}

#[test]
fn saved_settings_are_about_all_systems_below_them() {
    let folder = Folder::new(&[("app.camkes", APP), ("camkes.toml", "roots = [\"app.camkes\"]\n")]);
    let settings = folder.uri("camkes.toml");
    let mut client = client(&folder, json!({ "generateOnSave": true }), json!({}));
    let text = "roots = [\"app.camkes\"]\narchitecture = \"aarch64\"\n";
    client.open(&settings, text);
    save(&mut client, &settings);
    logged(&mut client);
    let cdl = fs::read_to_string(folder.path().join("build/app/app.cdl")).unwrap();
    assert!(cdl.starts_with("arch aarch64"), "{cdl}");
    client.leave();
}

#[test]
fn generation_is_shown_as_work() {
    let folder = Folder::new(&[("app.camkes", APP)]);
    let uri = folder.uri("app.camkes");
    let mut client = Client::in_process_with(Parts { patience: Duration::ZERO, ..Client::parts() });
    client.initialize_with(json!({
        "processId": null,
        "rootUri": folder.uri(""),
        "capabilities": { "window": { "workDoneProgress": true } },
        "initializationOptions": { "generateOnSave": true },
    }));
    client.open(&uri, APP);
    save(&mut client, &uri);
    let is_ours = |value: &Value| value["params"]["value"]["title"] == "Generating CAmkES systems";
    let begin = client.wait_for(|message| message["method"] == "$/progress" && is_ours(message));
    let token = begin["params"]["token"].clone();
    client.wait_for(|message| message["params"]["token"] == token && message["params"]["value"]["kind"] == "end");
    logged(&mut client);
    client.leave();
}

#[test]
fn what_a_session_generated_is_kept_for_the_next() {
    let folder = Folder::new(&[("app.camkes", APP), ("camkes.toml", "cache-dir = \"kept\"\n")]);
    let uri = folder.uri("app.camkes");
    let kept = || {
        let entries = fs::read_dir(folder.path().join("kept")).unwrap().map(|entry| entry.unwrap().file_name());
        entries.filter(|name| name.len() == 64).collect::<std::collections::BTreeSet<_>>()
    };
    let mut first = None;
    for _ in 0..2 {
        let mut client = client(&folder, json!({ "generateOnSave": true }), json!({}));
        client.open(&uri, APP);
        save(&mut client, &uri);
        logged(&mut client);
        client.leave();
        let cdl = fs::read(folder.path().join("build/app/app.cdl")).unwrap();
        fs::remove_dir_all(folder.path().join("build")).unwrap();
        assert!(!kept().is_empty());
        let first = first.get_or_insert_with(|| (cdl.clone(), kept()));
        assert_eq!(*first, (cdl, kept()), "the second session makes the same, and nothing that is new");
    }
}
