// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Colours and fonts.

/// The style sheet of every picture: light, and dark where the reader prefers that.
pub(super) const STYLE: &str = "\
text{font-family:Inter,'Segoe UI',system-ui,'Helvetica Neue',Arial,sans-serif;fill:#1b2533}
.background{fill:#fbfcfe}
.title{font-size:16px;font-weight:600}
.name{font-size:14px;font-weight:600}
.type,.port-name,.caption{font-size:11px}
.type,.caption{fill:#5d6b80}
.port-name{fill:#35435a}
.open .port-name{fill:#8b97a8}
.box{fill:#ffffff;stroke:#b8c3d3;stroke-width:1.25}
.head{fill:#eaf0fb}
.is-passive .head{fill:#f1f3f6}
.is-hardware .head{fill:#f0eaf9}
.is-passive .box{stroke-dasharray:6 3}
.is-hardware .box{stroke:#b6a5d6}
.rule{stroke:#dbe2ec;stroke-width:1}
.area{fill:#f1f5fa;stroke:#a9b7cb;stroke-width:1.25;stroke-dasharray:2 4;stroke-linecap:round}
.composition .area{stroke-dasharray:none}
.group .name{fill:#51617a}
.line{fill:none;stroke-width:1.75}
.hit{fill:none;stroke:transparent;stroke-width:12}
.event .line{stroke-dasharray:7 4}
.dataport .line{stroke-width:3}
.hardware .line{stroke-dasharray:2 4;stroke-linecap:round;stroke-width:2}
.procedure .line{stroke:#2563c9}
.event .line,.event .tip{stroke:#cf5c14}
.dataport .line{stroke:#14805a}
.hardware .line{stroke:#7a55b8}
.tip{stroke:none}
.event .tip{fill:none;stroke-width:1.75}
.procedure .tip,.procedure .dot{fill:#2563c9}
.event .dot{fill:#cf5c14}
.dataport .dot{fill:#14805a}
.hardware .dot{fill:#7a55b8}
.dot{stroke:#ffffff;stroke-width:1.5}
.open .dot{fill:#ffffff;stroke:#9aa7b8}
.label{font-size:11px}
.label.procedure{fill:#1d4fa3}
.label.event{fill:#a94a0e}
.label.dataport{fill:#0f6647}
.label.hardware{fill:#64449a}
.edge:hover .line{stroke-width:3.5}
.node:hover .box{stroke:#5b7fc0}
@media (prefers-color-scheme:dark){
text{fill:#e4eaf2}
.background{fill:#13171e}
.type,.caption{fill:#94a3b8}
.port-name{fill:#c2ccd9}
.open .port-name{fill:#76859a}
.box{fill:#1d2430;stroke:#445268}
.head{fill:#263450}
.is-passive .head{fill:#2a303b}
.is-hardware .head{fill:#352c4b}
.is-hardware .box{stroke:#6a588f}
.rule{stroke:#333f50}
.area{fill:#181e28;stroke:#4d5d75}
.group .name{fill:#a3b2c7}
.procedure .line{stroke:#6ea6ff}
.event .line,.event .tip{stroke:#ff9c5a}
.dataport .line{stroke:#46c795}
.hardware .line{stroke:#b797f0}
.procedure .tip,.procedure .dot{fill:#6ea6ff}
.event .dot{fill:#ff9c5a}
.dataport .dot{fill:#46c795}
.hardware .dot{fill:#b797f0}
.dot{stroke:#1d2430}
.open .dot{fill:#1d2430;stroke:#66758a}
.label.procedure{fill:#9cc2ff}
.label.event{fill:#ffb885}
.label.dataport{fill:#7fdab5}
.label.hardware{fill:#ceb8f7}
}
";
