// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Calls whose form differs between the kernels: the mixed-criticality one takes a reply object to receive.

use minijinja::Value;

use super::args::function;
use crate::Target;

/// `generate_seL4_Recv`, `generate_seL4_SignalRecv` and `generate_seL4_ReplyRecv`.
pub(crate) fn functions(target: &Target) -> [(&'static str, Value); 3] {
    let realtime = target.options.realtime();
    [
        function("generate_seL4_Recv", &["options", "ep_cap", "badge_var_name", "reply_cap"], move |_, args| {
            let (ep, badge) = (args.required("ep_cap")?, args.text("badge_var_name")?);
            Ok(Value::from(if realtime {
                format!("seL4_Recv({ep}, {badge}, {})", args.required("reply_cap")?)
            } else {
                format!("seL4_Recv({ep}, {badge})")
            }))
        }),
        function(
            "generate_seL4_SignalRecv",
            &[
                "options",
                "res_msginfo_var_name",
                "dest_ntfn_cap",
                "dest_msginfo_var_name",
                "src_ep_cap",
                "badge_var_name",
                "reply_cap",
            ],
            move |_, args| {
                let (result, notification) = (args.text("res_msginfo_var_name")?, args.required("dest_ntfn_cap")?);
                let (ep, badge) = (args.required("src_ep_cap")?, args.text("badge_var_name")?);
                Ok(Value::from(if realtime {
                    let (info, reply) = (args.text("dest_msginfo_var_name")?, args.required("reply_cap")?);
                    format!("{result} = seL4_NBSendRecv({notification}, {info}, {ep}, {badge}, {reply})")
                } else {
                    format!("seL4_Signal({notification}); {result} = seL4_Recv({ep}, {badge})")
                }))
            },
        ),
        function(
            "generate_seL4_ReplyRecv",
            &["options", "src_ep_cap", "dest_msginfo_var_name", "badge_var_name", "reply_cap"],
            move |_, args| {
                let ep = args.required("src_ep_cap")?;
                let (info, badge) = (args.text("dest_msginfo_var_name")?, args.text("badge_var_name")?);
                Ok(Value::from(if realtime {
                    format!("seL4_ReplyRecv({ep}, {info}, {badge}, {})", args.required("reply_cap")?)
                } else {
                    format!("seL4_ReplyRecv({ep}, {info}, {badge})")
                }))
            },
        ),
    ]
}
