// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Every request that the server announces, and every one that it answers, has an answer with something in it: a method without a
//! line here fails.

use std::collections::BTreeSet;

use camkes_lsp_server::server::dispatch::Routes;
use serde_json::{Value, json};

use crate::client::{Client, Folder};

const ROOT: &str = "\
import <std_connector.camkes>;
import \"parts.camkes\";
#define LOUD (1 << 4)

assembly {
    composition {
        component Caller caller;
        component Callee callee;
        connection seL4RPCCall talk(from caller.voice, to callee.ear);
    }
    configuration {
        caller.volume =  LOUD;
    }
}
";

const PARTS: &str = "\
procedure Talk {
    void say(string what);
}
component Caller {
    control;
    uses Talk voice;
    attribute int volume;
}
component Callee {
    provides Talk ear;
}
";

/// Methods that the server answers although no capability tells of them: the client knows them, or it is no client of ours.
const UNANNOUNCED: [&str; 11] = [
    "initialize",
    "shutdown",
    "camkes/assemblyGraph",
    "camkes/generated",
    "camkes/capdl",
    "camkes/preprocessed",
    "camkes/syntaxTree",
    "camkes/expandMacro",
    "camkes/serverStatus",
    "camkes/systems",
    "camkes/setActiveSystem",
];

/// What a capability announces. An unknown capability is a hole in this test.
fn methods_of(capability: &str, value: &Value) -> Vec<&'static str> {
    let is_on = |key: &str| value.get(key).is_some_and(|it| *it != json!(false) && !it.is_null());
    let with = |method, key: &str, more: &[&'static str]| {
        let more = if is_on(key) { more } else { &[] };
        std::iter::once(method).chain(more.iter().copied()).collect()
    };
    match capability {
        "positionEncoding" | "textDocumentSync" => Vec::new(),
        "completionProvider" => with("textDocument/completion", "resolveProvider", &["completionItem/resolve"]),
        "signatureHelpProvider" => vec!["textDocument/signatureHelp"],
        "declarationProvider" => vec!["textDocument/declaration"],
        "definitionProvider" => vec!["textDocument/definition"],
        "typeDefinitionProvider" => vec!["textDocument/typeDefinition"],
        "implementationProvider" => vec!["textDocument/implementation"],
        "referencesProvider" => vec!["textDocument/references"],
        "hoverProvider" => vec!["textDocument/hover"],
        "documentHighlightProvider" => vec!["textDocument/documentHighlight"],
        "documentSymbolProvider" => vec!["textDocument/documentSymbol"],
        "workspaceSymbolProvider" => with("workspace/symbol", "resolveProvider", &["workspaceSymbol/resolve"]),
        "documentLinkProvider" => with("textDocument/documentLink", "resolveProvider", &["documentLink/resolve"]),
        "foldingRangeProvider" => vec!["textDocument/foldingRange"],
        "selectionRangeProvider" => vec!["textDocument/selectionRange"],
        "linkedEditingRangeProvider" => vec!["textDocument/linkedEditingRange"],
        "documentFormattingProvider" => vec!["textDocument/formatting"],
        "documentRangeFormattingProvider" => vec!["textDocument/rangeFormatting"],
        "documentOnTypeFormattingProvider" => vec!["textDocument/onTypeFormatting"],
        "inlayHintProvider" => with("textDocument/inlayHint", "resolveProvider", &["inlayHint/resolve"]),
        "codeLensProvider" => with("textDocument/codeLens", "resolveProvider", &["codeLens/resolve"]),
        "codeActionProvider" => with("textDocument/codeAction", "resolveProvider", &["codeAction/resolve"]),
        "renameProvider" => with("textDocument/rename", "prepareProvider", &["textDocument/prepareRename"]),
        "callHierarchyProvider" => {
            vec!["textDocument/prepareCallHierarchy", "callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"]
        }
        "diagnosticProvider" => with("textDocument/diagnostic", "workspaceDiagnostics", &["workspace/diagnostic"]),
        "executeCommandProvider" => vec!["workspace/executeCommand"],
        "semanticTokensProvider" => {
            let mut methods = with("textDocument/semanticTokens/full", "range", &["textDocument/semanticTokens/range"]);
            if value["full"]["delta"] == true {
                methods.push("textDocument/semanticTokens/full/delta");
            }
            methods
        }
        "workspace" => {
            let parts = value.as_object().unwrap().iter().flat_map(|(part, value)| match part.as_str() {
                "workspaceFolders" => Vec::new(),
                "textDocumentContent" => vec!["workspace/textDocumentContent"],
                "fileOperations" => {
                    assert_eq!(value.as_object().unwrap().keys().collect::<Vec<_>>(), ["willRename"]);
                    vec!["workspace/willRenameFiles"]
                }
                other => panic!("the capability workspace.{other} is unknown here"),
            });
            parts.collect()
        }
        other => panic!("the capability {other} is unknown here"),
    }
}

/// A client that can do all that the server asks about.
fn capabilities() -> Value {
    json!({
        "workspace": {
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] },
            "textDocumentContent": {},
            "symbol": { "resolveSupport": { "properties": ["location.range"] } },
        },
        "textDocument": {
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "refactor"] } },
                "dataSupport": true,
                "resolveSupport": { "properties": ["edit"] },
            },
            "completion": { "completionItem": { "snippetSupport": true, "labelDetailsSupport": true } },
            "diagnostic": {},
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "rename": { "prepareSupport": true },
        },
        "experimental": { "commands": { "commands": ["camkes.showReferences", "camkes.showGraph", "camkes.openGenerated"] } },
    })
}

struct Session {
    folder: Folder,
    client: Client,
    /// Methods with an answer.
    driven: BTreeSet<&'static str>,
}

impl Session {
    fn uri(&self) -> String {
        self.folder.uri("root.camkes")
    }

    /// Asks, and wants something in the answer.
    fn ask(&mut self, method: &'static str, params: Value) -> Value {
        let answer = self.client.request(method, params.clone());
        let answer = answer.unwrap_or_else(|error| panic!("{method} with {params}: {error}"));
        let is_empty = match &answer {
            Value::Null => true,
            Value::Array(items) => items.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            _ => false,
        };
        assert!(!is_empty, "{method} with {params}: {answer}");
        self.driven.insert(method);
        answer
    }

    /// As [`Session::ask`], about the root file.
    fn of_document(&mut self, method: &'static str) -> Value {
        let uri = self.uri();
        self.ask(method, json!({ "textDocument": { "uri": uri } }))
    }

    /// As [`Session::ask`], about the middle of a text of the root file, with more parameters.
    fn at(&mut self, text: &str, method: &'static str, more: &Value) -> Value {
        let mut params = json!({ "textDocument": { "uri": self.uri() }, "position": position_of(text) });
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.ask(method, params)
    }
}

/// Behind the first letter of a text that stands once in the root file.
fn position_of(text: &str) -> Value {
    assert_eq!(ROOT.matches(text).count(), 1, "{text}");
    let before = &ROOT[..=ROOT.find(text).unwrap()];
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    json!({ "line": before.matches('\n').count(), "character": column })
}

fn whole() -> Value {
    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } })
}

#[test]
fn each_request_of_the_server_has_an_answer() {
    let folder = Folder::new(&[("root.camkes", ROOT), ("parts.camkes", PARTS)]);
    let mut client = Client::spawn();
    let handshake = json!({ "processId": null, "rootUri": folder.uri(""), "capabilities": capabilities() });
    let announced = client.initialize_with(handshake)["capabilities"].clone();
    client.open(&folder.uri("root.camkes"), ROOT);
    let mut session = Session { folder, client, driven: BTreeSet::from(["initialize", "shutdown"]) };

    ask_where_things_are(&mut session);
    ask_what_changes_text(&mut session);
    ask_what_is_shown(&mut session);
    ask_about_the_system(&mut session, &announced["executeCommandProvider"]["commands"]);

    let named = announced.as_object().unwrap().iter().flat_map(|(name, value)| methods_of(name, value));
    let named: BTreeSet<_> = named.chain(UNANNOUNCED).collect();
    let standard = Routes::standard();
    let routed: BTreeSet<_> = standard.methods().collect();
    assert_eq!(routed.difference(&session.driven).collect::<Vec<_>>(), [&""; 0], "answered, but not asked for here");
    assert_eq!(named.difference(&session.driven).collect::<Vec<_>>(), [&""; 0], "announced, but not asked for here");
    assert_eq!(session.driven.difference(&named).collect::<Vec<_>>(), [&""; 0], "asked for, but not announced");
    session.client.leave();
}

fn ask_where_things_are(session: &mut Session) {
    for method in [
        "textDocument/definition",
        "textDocument/declaration",
        "textDocument/typeDefinition",
        "textDocument/documentHighlight",
        "textDocument/hover",
        "textDocument/prepareRename",
        "textDocument/linkedEditingRange",
    ] {
        session.at("caller.voice", method, &json!({}));
    }
    let parts = session.folder.uri("parts.camkes");
    let talk = json!({ "textDocument": { "uri": parts }, "position": { "line": 0, "character": 11 } });
    session.ask("textDocument/implementation", talk);
    session.at("caller;", "textDocument/references", &json!({ "context": { "includeDeclaration": true } }));
    session.of_document("textDocument/documentSymbol");
    session.of_document("textDocument/documentLink");
    session.of_document("textDocument/foldingRange");
    let symbols = session.ask("workspace/symbol", json!({ "query": "caller" }));
    assert_eq!(symbols[0]["location"].as_object().unwrap().keys().collect::<Vec<_>>(), ["uri"], "{symbols}");
    let symbol = session.ask("workspaceSymbol/resolve", symbols[0].clone());
    assert!(symbol["location"]["range"].is_object(), "{symbol}");
    let positions = json!([position_of("caller.volume")]);
    let uri = session.uri();
    session.ask("textDocument/selectionRange", json!({ "textDocument": { "uri": uri }, "positions": positions }));
    let items = session.at("caller;", "textDocument/prepareCallHierarchy", &json!({}));
    session.ask("callHierarchy/outgoingCalls", json!({ "item": items[0] }));
    let items = session.at("callee;", "textDocument/prepareCallHierarchy", &json!({}));
    session.ask("callHierarchy/incomingCalls", json!({ "item": items[0] }));
}

fn ask_what_changes_text(session: &mut Session) {
    let uri = session.uri();
    let options = json!({ "tabSize": 4, "insertSpaces": true });
    let list = session.at("volume", "textDocument/completion", &json!({}));
    session.ask("completionItem/resolve", list["items"][0].clone());
    session.at("caller.voice", "textDocument/signatureHelp", &json!({}));
    session.at("caller.voice", "textDocument/rename", &json!({ "newName": "speaker" }));
    session.ask("textDocument/formatting", json!({ "textDocument": { "uri": uri }, "options": options }));
    let params = json!({ "textDocument": { "uri": uri }, "options": options, "range": whole() });
    session.ask("textDocument/rangeFormatting", params);
    let at = position_of("caller;");
    let params = json!({
        "textDocument": { "uri": uri },
        "range": { "start": at, "end": at },
        "context": { "diagnostics": [], "only": ["refactor"] },
    });
    let actions = session.ask("textDocument/codeAction", params);
    let resolved = session.ask("codeAction/resolve", actions[0].clone());
    assert!(resolved["edit"].is_object(), "{resolved}");
    let files = json!([{ "oldUri": session.folder.uri("parts.camkes"), "newUri": session.folder.uri("other.camkes") }]);
    session.ask("workspace/willRenameFiles", json!({ "files": files }));

    // The bracket of the configuration is pushed to the margin for a moment.
    session.client.change(&uri, 2, [12, 0, 12, 4], "");
    let params = json!({
        "textDocument": { "uri": uri }, "position": { "line": 12, "character": 1 }, "ch": "}", "options": options,
    });
    session.ask("textDocument/onTypeFormatting", params);
    session.client.change(&uri, 3, [12, 0, 12, 0], "    ");
}

fn ask_what_is_shown(session: &mut Session) {
    let uri = session.uri();
    let part = || json!({ "textDocument": { "uri": uri }, "range": whole() });
    let tokens = session.of_document("textDocument/semanticTokens/full");
    let params = json!({ "textDocument": { "uri": uri }, "previousResultId": tokens["resultId"] });
    session.ask("textDocument/semanticTokens/full/delta", params);
    session.ask("textDocument/semanticTokens/range", part());
    let hints = session.ask("textDocument/inlayHint", part());
    session.ask("inlayHint/resolve", hints[0].clone());
    let lenses = session.of_document("textDocument/codeLens");
    let lens = session.ask("codeLens/resolve", lenses[0].clone());
    assert!(lens["command"]["title"].is_string(), "{lens}");
    session.of_document("textDocument/diagnostic");
    session.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
}

fn ask_about_the_system(session: &mut Session, commands: &Value) {
    session.of_document("camkes/assemblyGraph");
    session.of_document("camkes/preprocessed");
    session.of_document("camkes/syntaxTree");
    session.at("caller;", "camkes/capdl", &json!({}));
    session.at("LOUD;", "camkes/expandMacro", &json!({}));
    session.ask("camkes/serverStatus", Value::Null);
    let generated = session.at("caller;", "camkes/generated", &json!({}));
    let text = session.ask("workspace/textDocumentContent", json!({ "uri": generated["files"][0]["uri"] }));
    assert_eq!(text["text"], generated["files"][0]["text"]);
    let uri = session.uri();
    session.ask("camkes/systems", json!({ "textDocument": { "uri": uri } }));
    for command in commands.as_array().unwrap() {
        let arguments = json!([{ "uri": uri }]);
        let params = json!({ "command": command, "arguments": arguments });
        session.client.request("workspace/executeCommand", params).unwrap();
        session.driven.insert("workspace/executeCommand");
    }
    // It has nothing to say, but it is heard.
    assert_eq!(session.client.request("camkes/setActiveSystem", json!({ "uri": uri })), Ok(Value::Null));
    let systems = session.ask("camkes/systems", json!({}));
    assert_eq!(systems["systems"][0]["active"], true);
    session.driven.insert("camkes/setActiveSystem");
}
