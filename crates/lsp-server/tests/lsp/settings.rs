// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings, however the client brings them.

use serde_json::{Value, json};

use crate::client::{Client, Folder};

const ROOT: &str = "import <parts.camkes>;\nassembly { composition { component Part p; } }\n";

fn folder() -> Folder {
    Folder::new(&[("app/root.camkes", ROOT), ("lib/parts.camkes", "component Part { control; }\n")])
}

fn params(folder: &Folder, options: Value, capabilities: Value) -> Value {
    let folders = json!([{ "uri": folder.uri(""), "name": "work" }]);
    json!({
        "processId": null,
        "rootUri": null,
        "capabilities": capabilities,
        "workspaceFolders": folders,
        "initializationOptions": options,
    })
}

#[test]
fn import_paths_come_with_the_handshake() {
    let folder = folder();
    let root = folder.uri("app/root.camkes");
    let mut client = Client::spawn();
    client.initialize_with(params(&folder, json!({ "importPaths": ["lib"] }), json!({})));
    client.open(&root, ROOT);
    assert_eq!(client.diagnostics(&root, json!(1)), Vec::<Value>::new());
    client.leave();
}

#[test]
fn folders_go_into_the_settings_one_after_the_other() {
    let text = "import <parts.camkes>;\nimport <more.camkes>;\nassembly { composition { component Part p; component More m; } }\n";
    let folder = Folder::new(&[
        ("root.camkes", text),
        ("lib/parts.camkes", "component Part { control; }\n"),
        ("other/more.camkes", "component More { control; }\n"),
    ]);
    let root = folder.uri("root.camkes");
    let edit = json!({ "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] } });
    let literals = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } });
    let mut client = Client::spawn();
    let capabilities = json!({ "workspace": edit, "textDocument": { "codeAction": literals } });
    client.initialize_with(params(&folder, Value::Null, capabilities));
    client.open(&root, text);
    let mut offered = |line: u32| {
        let at = json!({ "line": line, "character": 10 });
        let context = json!({ "diagnostics": [] });
        let asked = json!({ "textDocument": { "uri": root }, "range": { "start": at, "end": at }, "context": context });
        let actions = client.request("textDocument/codeAction", asked).unwrap();
        let titles =
            actions.as_array().unwrap().iter().filter(|it| it["title"].as_str().unwrap().contains("import-paths"));
        let changes = titles.map(|it| it["edit"]["documentChanges"].clone()).collect::<Vec<_>>();
        assert_eq!(changes.len(), 1, "{actions:#}");
        // The client does it, and tells.
        let made = changes[0][0]["kind"] == "create";
        let edit = &changes[0].as_array().unwrap().last().unwrap()["edits"][0];
        let written = std::fs::read_to_string(folder.path().join("camkes.toml")).unwrap_or_default();
        let at = usize::try_from(edit["range"]["start"]["character"].as_u64().unwrap()).unwrap();
        let (before, behind) = written.split_at(if made { 0 } else { at });
        folder.write("camkes.toml", &format!("{before}{}{behind}", edit["newText"].as_str().unwrap()));
        let change = json!({ "uri": folder.uri("camkes.toml"), "type": if made { 1 } else { 2 } });
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
        made
    };
    assert!(offered(0), "there are no settings yet");
    assert!(!offered(1), "they are there now");
    let written = std::fs::read_to_string(folder.path().join("camkes.toml")).unwrap();
    assert_eq!(written, "import-paths = [\"lib\", \"other\"]\n");
    client.leave();
}

#[test]
fn settings_that_have_no_effect_are_told_once() {
    let folder = folder();
    let mut client = Client::spawn();
    client.initialize_with(params(&folder, json!({ "architecture": "mips" }), json!({})));
    let message = client.wait_for(|message| message["method"] == "window/showMessage")["params"].clone();
    assert_eq!(message["type"], 2, "{message}");
    assert!(message["message"].as_str().unwrap().contains("`architecture` can't be `\"mips\"`"), "{message}");
    let change = |settings: Value| json!({ "settings": { "camkes": settings } });
    client.notify("workspace/didChangeConfiguration", change(json!({ "architecture": "mips" })));
    client.notify("workspace/didChangeConfiguration", change(json!({ "architecture": "ia32", "importPath": ["lib"] })));
    let message = client.wait_for(|message| message["method"] == "window/showMessage")["params"].clone();
    let text = "Settings of camkes-lsp: there is no setting `importPath`; did you mean `importPaths`?";
    assert_eq!(message["message"], text, "the same settings are not told again");
    client.leave();
}

#[test]
fn changed_settings_take_effect_at_once() {
    let folder = folder();
    let root = folder.uri("app/root.camkes");
    let mut client = Client::spawn();
    client.initialize_with(params(&folder, Value::Null, json!({})));
    client.open(&root, ROOT);
    let before = client.diagnostics(&root, json!(1));
    assert_eq!(before[0]["code"], "import-not-found", "{before:#?}");
    let settings = json!({ "camkes": { "importPaths": ["lib"] } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    assert_eq!(client.diagnostics(&root, json!(1)), Vec::<Value>::new());
    client.leave();
}

#[test]
fn settings_are_asked_for_where_the_client_answers() {
    let folder = folder();
    let root = folder.uri("app/root.camkes");
    let mut client = Client::spawn();
    client.initialize_with(params(&folder, Value::Null, json!({ "workspace": { "configuration": true } })));
    client.open(&root, ROOT);
    assert!(!client.diagnostics(&root, json!(1)).is_empty());
    let question = client.wait_for(|message| message["method"] == "workspace/configuration");
    assert_eq!(question["params"]["items"], json!([{ "section": "camkes" }]));
    let result = json!([{ "importPaths": ["lib"] }]);
    client.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": result }));
    assert_eq!(client.diagnostics(&root, json!(1)), Vec::<Value>::new());
    client.leave();
}

fn disk_changed(client: &mut Client, uri: &str) {
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
}

#[test]
fn the_file_of_the_project_is_followed_and_checked() {
    let folder = folder();
    folder.write("camkes.toml", "import-paths = [\"lob\"]\nimport = 1\n");
    let (root, settings) = (folder.uri("app/root.camkes"), folder.uri("camkes.toml"));
    let mut client = Client::spawn();
    client.initialize_with(params(&folder, Value::Null, json!({})));
    client.open(&root, ROOT);
    assert_eq!(client.diagnostics(&root, json!(1))[0]["code"], "import-not-found");
    let found = client.diagnostics(&settings, Value::Null);
    let places: Vec<_> = found.iter().map(|it| (&it["code"], &it["severity"], &it["range"]["start"]["line"])).collect();
    let rule = json!("invalid-settings");
    assert_eq!(places, [(&rule, &json!(2), &json!(0)), (&rule, &json!(1), &json!(1))], "{found:#?}");
    folder.write("camkes.toml", "import-paths = [\"lib\"]\n");
    disk_changed(&mut client, &settings);
    assert_eq!(client.diagnostics(&root, json!(1)), Vec::<Value>::new());
    assert_eq!(client.diagnostics(&settings, Value::Null), Vec::<Value>::new());
    // what the editor has not saved yet counts as well
    client.open(&settings, "import-paths = []\n");
    assert_eq!(client.diagnostics(&root, json!(1))[0]["code"], "import-not-found");
    assert_eq!(client.diagnostics(&settings, json!(1)), Vec::<Value>::new());
    client.change(&settings, 2, [0, 16, 0, 16], "\"lib\"");
    assert_eq!(client.diagnostics(&root, json!(1)), Vec::<Value>::new());
    let at = json!({ "textDocument": { "uri": settings }, "position": { "line": 0, "character": 3 } });
    assert_eq!(client.request("textDocument/hover", at), Ok(Value::Null), "settings are no ADL");
    client.leave();
}

#[test]
fn systems_that_the_file_names_are_known_before_one_is_opened() {
    let folder = folder();
    folder.write("camkes.toml", "roots = [\"app/root.camkes\"]\n");
    let root = folder.uri("app/root.camkes");
    let mut client = Client::spawn();
    client.initialize_with(params(&folder, Value::Null, json!({})));
    assert_eq!(client.diagnostics(&root, Value::Null)[0]["code"], "import-not-found");
    folder.write("camkes.toml", "");
    disk_changed(&mut client, &folder.uri("camkes.toml"));
    assert_eq!(client.diagnostics(&root, Value::Null), Vec::<Value>::new(), "the system is no longer named");
    client.leave();
}

#[test]
fn a_build_that_is_configured_later_is_seen() {
    let folder = folder();
    let root = folder.uri("app/root.camkes");
    let mut client = Client::spawn();
    client.initialize_with(params(&folder, json!({ "buildDir": "build" }), json!({})));
    client.open(&root, ROOT);
    assert!(!client.diagnostics(&root, json!(1)).is_empty());
    folder.write(
        "build/ast.pickle.cmd",
        "COMMAND;python3;-m;camkes.parser;--import-path=../lib;--file;../app/root.camkes",
    );
    disk_changed(&mut client, &folder.uri("build/ast.pickle.cmd"));
    assert_eq!(client.diagnostics(&root, json!(1)), Vec::<Value>::new());
    client.leave();
}

#[test]
fn a_build_of_the_system_is_found_above_it() {
    let folder = folder();
    let root = folder.uri("app/root.camkes");
    let mut client = Client::spawn();
    client.initialize_with(params(&folder, Value::Null, json!({})));
    client.open(&root, ROOT);
    assert_eq!(client.diagnostics(&root, json!(1))[0]["code"], "import-not-found");
    let mut configure = |build: &str, path: &str, file: &str| {
        let call = format!("COMMAND;python3;-m;camkes.parser;--import-path={path};--file;{file}");
        folder.write(&format!("{build}/ast.pickle.cmd"), &call);
        disk_changed(&mut client, &folder.uri(&format!("{build}/ast.pickle.cmd")));
        client.diagnostics(&root, json!(1)).len()
    };
    assert_eq!(configure("build-x86", "../lib", "../app/root.camkes"), 0);
    assert_eq!(configure("build-x86", "../lib", "../app/other.camkes"), 2, "a build of another system");
    assert_eq!(configure("build-arm/sub", "../../lib", "../../app/root.camkes"), 0);
    client.leave();
}

#[test]
fn a_device_tree_is_read_again_when_it_changes() {
    let text = "assembly { composition { component D d; } configuration { d.n = dtb({ \"path\": \"/n\" }); } }\n\
                component D { attribute int n; }\n";
    let folder = Folder::new(&[("a.camkes", text), ("tree.dtb", "nonsense")]);
    let root = folder.uri("a.camkes");
    let mut client = Client::spawn();
    client.initialize_with(params(&folder, json!({ "deviceTree": "tree.dtb" }), json!({})));
    client.open(&root, text);
    let messages = |found: Vec<Value>| found.iter().map(|it| it["message"].to_string()).collect::<String>();
    let before = messages(client.diagnostics(&root, json!(1)));
    folder.remove("tree.dtb");
    disk_changed(&mut client, &folder.uri("tree.dtb"));
    let after = messages(client.diagnostics(&root, json!(1)));
    assert!(before.contains("tree.dtb") && after.contains("tree.dtb") && before != after, "{before}\n{after}");
    client.leave();
}

#[test]
fn macros_and_include_folders_of_the_user_count() {
    let text = "#include <sizes.h>\n#if SIZE == 4 && defined(DEBUG)\ncomponent A { control; }\n#else\nbroken\n#endif\n";
    let folder = Folder::new(&[("a.camkes", text), ("include/sizes.h", "#define SIZE 4\n")]);
    let root = folder.uri("a.camkes");
    let mut client = Client::spawn();
    client.initialize_with(params(&folder, Value::Null, json!({})));
    client.open(&root, text);
    assert!(!client.diagnostics(&root, json!(1)).is_empty());
    let settings = json!({ "camkes": { "includePaths": ["include"], "defines": ["DEBUG"] } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    assert_eq!(client.diagnostics(&root, json!(1)), Vec::<Value>::new());
    client.leave();
}

#[test]
fn each_folder_of_the_workspace_has_its_own_settings_and_folders_come_and_go() {
    let (one, two) = (folder(), folder());
    let (root, other) = (one.uri("app/root.camkes"), two.uri("app/root.camkes"));
    let folders = json!([{ "uri": one.uri(""), "name": "one" }, { "uri": two.uri(""), "name": "two" }]);
    let mut client = Client::spawn();
    client.initialize_with(json!({
        "processId": null,
        "rootUri": null,
        "capabilities": { "workspace": { "configuration": true } },
        "workspaceFolders": folders,
    }));
    let question = client.wait_for(|message| message["method"] == "workspace/configuration");
    let section = json!("camkes");
    let items = question["params"]["items"].as_array().unwrap();
    assert_eq!(items.len(), 3, "{items:#?}");
    assert!(items.iter().all(|item| item["section"] == section), "{items:#?}");
    let result = json!([null, { "importPaths": ["lib"] }, {}]);
    client.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": result }));
    client.open(&root, ROOT);
    client.open(&other, ROOT);
    assert_eq!(client.diagnostics(&root, json!(1)), Vec::<Value>::new());
    assert_eq!(client.diagnostics(&other, json!(1))[0]["code"], "import-not-found");
    let event = json!({ "added": [], "removed": [{ "uri": one.uri(""), "name": "one" }] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    assert_eq!(client.diagnostics(&root, json!(1))[0]["code"], "import-not-found", "its settings went with the folder");
    client.leave();
}

#[test]
fn what_settings_need_outside_of_the_folders_is_watched() {
    let (inside, outside) = (folder(), Folder::new(&[("tree.dtb", "x")]));
    let uri = outside.uri("tree.dtb");
    let tree = uri.strip_prefix("file://").unwrap();
    let watched = json!({ "dynamicRegistration": true, "relativePatternSupport": true });
    let mut client = Client::spawn();
    client.initialize_with(params(
        &inside,
        json!({ "deviceTree": tree }),
        json!({ "workspace": { "didChangeWatchedFiles": watched } }),
    ));
    client.open(&inside.uri("app/root.camkes"), ROOT);
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "deviceTree": tree, "defines": ["A"] } }));
    let request = client.wait_for(|message| {
        let text = message["params"].to_string();
        message["method"] == "client/registerCapability" && text.contains("\"pattern\":\"tree.dtb\"")
    });
    let watchers = &request["params"]["registrations"][0]["registerOptions"]["watchers"];
    let bases: Vec<_> = watchers.as_array().unwrap().iter().map(|it| it["globPattern"]["baseUri"].clone()).collect();
    assert!(bases.contains(&json!(outside.uri("").trim_end_matches('/'))), "{watchers:#}");
    client.leave();
}
