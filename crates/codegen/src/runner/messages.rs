// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C calls that differ between kernels: with mixed-criticality scheduling they take a reply object.

use camkes_jinja::{Args, Bound, Cx, Py, PyResult, operations as ops};

use super::py;

/// `generate_seL4_Recv` and its like.
pub(super) fn functions() -> Vec<(&'static str, Py)> {
    let recv: &'static [&'static str] = &["options", "ep_cap", "badge_var_name", "reply_cap"];
    let signal: &'static [&'static str] = &[
        "options",
        "res_msginfo_var_name",
        "dest_ntfn_cap",
        "dest_msginfo_var_name",
        "src_ep_cap",
        "badge_var_name",
        "reply_cap",
    ];
    let answer: &'static [&'static str] =
        &["options", "src_ep_cap", "dest_msginfo_var_name", "badge_var_name", "reply_cap"];
    vec![
        function("generate_seL4_Recv", recv, |realtime, bound| {
            let [ep, badge] = texts(bound, ["ep_cap", "badge_var_name"])?;
            let reply = reply(realtime, bound)?;
            Ok(format!("seL4_Recv({ep}, {badge}{reply})"))
        }),
        function("generate_seL4_SignalRecv", signal, |realtime, bound| {
            let names =
                ["res_msginfo_var_name", "dest_ntfn_cap", "dest_msginfo_var_name", "src_ep_cap", "badge_var_name"];
            let [result, notification, info, ep, badge] = texts(bound, names)?;
            let reply = reply(realtime, bound)?;
            Ok(if realtime {
                format!("{result} = seL4_NBSendRecv({notification}, {info}, {ep}, {badge}{reply})")
            } else {
                format!("seL4_Signal({notification}); {result} = seL4_Recv({ep}, {badge})")
            })
        }),
        function("generate_seL4_ReplyRecv", answer, |realtime, bound| {
            let [ep, info, badge] = texts(bound, ["src_ep_cap", "dest_msginfo_var_name", "badge_var_name"])?;
            let reply = reply(realtime, bound)?;
            Ok(format!("seL4_ReplyRecv({ep}, {info}, {badge}{reply})"))
        }),
    ]
}

fn function(
    name: &'static str,
    parameters: &'static [&'static str],
    text: impl Fn(bool, &Bound<'_>) -> PyResult<String> + Send + Sync + 'static,
) -> (&'static str, Py) {
    let call = move |cx: &mut Cx<'_>, args: &Args<'_>| {
        let bound = args.bind(name, parameters)?;
        let realtime = ops::get_attr(cx, bound.required("options")?, "realtime")?;
        Ok(Py::from(text(ops::truth(&realtime)?, &bound)?))
    };
    (name, Py::function(name, call))
}

/// The last argument, where the kernel has reply objects; elsewhere nobody looks at it, and it may be undefined.
fn reply(realtime: bool, bound: &Bound<'_>) -> PyResult<String> {
    let given = bound.required("reply_cap")?;
    if realtime { Ok(format!(", {}", py::shown(given)?)) } else { Ok(String::new()) }
}

fn texts<const N: usize>(bound: &Bound<'_>, names: [&str; N]) -> PyResult<[crate::ast::Text; N]> {
    let mut texts = [(); N].map(|()| crate::ast::Text::from(""));
    for (text, name) in texts.iter_mut().zip(names) {
        *text = py::shown(bound.required(name)?)?;
    }
    Ok(texts)
}
