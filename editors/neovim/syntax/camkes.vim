" Copyright 2026, the camkes-lsp contributors
" SPDX-License-Identifier: BSD-2-Clause
"
" The CAmkES ADL. A declaring word leads to the names behind it by nextgroup, so half-typed text spoils itself alone.

if exists('b:current_syntax')
  finish
endif

let s:cpo = &cpo
set cpo&vim

syntax case match

" Blocks: transparent, for folding by syntax.
syntax region camkesBlock start=/{/ end=/}/ transparent fold

" Statements that are one word, or that are followed by no name of ours.
syntax keyword camkesStatement control hardware has with thread threads
syntax keyword camkesLock mutex semaphore binary_semaphore nextgroup=camkesLockName skipwhite skipempty
syntax keyword camkesModifier maybe
syntax keyword camkesDirection in inout out refin
syntax keyword camkesEnd from to
syntax match camkesUnit /\%(\<\|\d\@1<=\)\%(ticks\|us\)\>/

" Declarations and the names behind them.
syntax keyword camkesStructure assembly composition configuration schedule nextgroup=camkesTypeName skipwhite skipempty
syntax keyword camkesStructure procedure connector struct group nextgroup=camkesTypeName skipwhite skipempty
syntax keyword camkesStructure component nextgroup=camkesComponentName skipwhite skipempty
syntax keyword camkesStructure connection nextgroup=camkesConnectorName skipwhite skipempty
syntax match camkesTypeName /\<\h\w*\>\%(\s*\.\s*\h\w*\)*/ contained contains=camkesReserved
syntax match camkesComponentName /\<\h\w*\>\%(\s*\.\s*\h\w*\)*/ contained contains=camkesReserved nextgroup=camkesInstanceName skipwhite
syntax match camkesInstanceName /\<\h\w*\>/ contained contains=camkesReserved
syntax match camkesConnectorName /\<\h\w*\>\%(\s*\.\s*\h\w*\)*/ contained contains=camkesReserved nextgroup=camkesConnectionName skipwhite
syntax match camkesConnectionName /\<\h\w*\>/ contained contains=camkesReserved
syntax match camkesLockName /\<\h\w*\>/ contained contains=camkesReserved

" Interfaces of a component.
syntax keyword camkesInterface provides uses emits consumes nextgroup=camkesInterfaceType skipwhite skipempty
syntax keyword camkesInterface dataport nextgroup=camkesBuf,camkesInterfaceType skipwhite skipempty
syntax match camkesInterfaceType /\<\h\w*\>\%(\s*\.\s*\h\w*\)*/ contained contains=camkesReserved nextgroup=camkesInterfaceName skipwhite
syntax match camkesInterfaceName /\<\h\w*\>/ contained contains=camkesReserved
syntax keyword camkesBuf Buf nextgroup=camkesBufSize,camkesInterfaceName skipwhite
syntax region camkesBufSize start=/(/ end=/)/ end=/[;{}]/me=s-1 contained contains=@camkesExpression,camkesBufSize nextgroup=camkesInterfaceName skipwhite
syntax keyword camkesEndType Dataport Dataports Event Events Procedure Procedures

" Attributes: the name is the last word before '=', '[', ';' or the end of the line.
syntax keyword camkesAttribute attribute nextgroup=camkesAttributeDecl skipwhite skipempty
syntax match camkesAttributeDecl /\<\h\w*\%(\s\+\h\w*\)*/ contained contains=camkesType,camkesCType,camkesStructure,camkesReserved,camkesAttributeName
syntax match camkesAttributeName /\<\h\w*\>\ze\s*\%(\[\|=\|;\|$\)/ contained

" Exports; the arrow is among the operators.
syntax keyword camkesExport export

" Types.
syntax keyword camkesType char int int64_t integer signed string uint64_t unsigned void
syntax keyword camkesCType bool double float size_t ssize_t ptrdiff_t uintptr_t intptr_t uintmax_t intmax_t
syntax keyword camkesCType int8_t int16_t int32_t uint8_t uint16_t uint32_t

" Names by the sign behind them: methods, queries and macros; instances before their attributes and interfaces.
syntax match camkesFunction /\<\h\w*\>\ze\s*(/
syntax match camkesInstance /\<\h\w*\>\ze\s*\.\s*\h/
syntax match camkesMacro /^\s*\zs\<\u[A-Z0-9_]*\>\ze\s*$/

" Values.
syntax keyword camkesBoolean True False true false
syntax match camkesNumber /\<\d\+/
syntax match camkesNumber /\<0x\x\+/
syntax match camkesFloat /\<\d\+\.\d\+/
" Strings have no escapes and may run over lines.
syntax region camkesString start=/"/ end=/"/ contains=@Spell
syntax match camkesOperator /[-+*%!~^?:]\|\/[/*]\@!\|&&\=\|||\=\|==\|!=\|<[<=]\=\|>[>=]\=\|=\|<-/
syntax match camkesOperator /->/
syntax cluster camkesExpression contains=camkesBoolean,camkesNumber,camkesFloat,camkesString,camkesOperator,camkesFunction,camkesComment,camkesDocComment

" Imports and includes.
syntax keyword camkesImport import include nextgroup=camkesAngleString skipwhite skipempty
syntax match camkesAngleString /<[^<>;,"{}]*>/ contained

" Reserved words where a name should be: they keep their own colour.
syntax keyword camkesReserved contained assembly attribute component composition configuration connection connector
syntax keyword camkesReserved contained consumes control dataport emits export from group hardware has import include
syntax keyword camkesReserved contained maybe procedure provides schedule struct to uses with

" Comments, after the operators: the last item that fits a place wins.
syntax keyword camkesTodo contained TODO FIXME XXX NOTE
syntax match camkesDocTag /[@\\]\%(brief\|param\|returns\=\|retval\|note\|warning\|see\|deprecated\|todo\)\>/ contained
syntax region camkesComment start=/\/\*/ end=/\*\// contains=camkesTodo,@Spell fold
syntax match camkesComment /\/\/.*$/ contains=camkesTodo,@Spell
syntax region camkesDocComment start=/\/\*\*[/*]\@!/ end=/\*\// contains=camkesTodo,camkesDocTag,@Spell fold
syntax match camkesDocComment /\/\/\/\/\@!.*$/ contains=camkesTodo,camkesDocTag,@Spell

" The C preprocessor.
syntax region camkesPreProc start=/^\s*#/ skip=/\\$/ end=/$/ keepend contains=camkesComment,camkesString,camkesNumber,camkesContinuation
syntax region camkesPreCondit start=/^\s*#\s*\%(if\|ifdef\|ifndef\|elif\|elifdef\|elifndef\|else\|endif\)\>/ skip=/\\$/ end=/$/ keepend contains=camkesComment,camkesNumber,camkesDefined,camkesContinuation
syntax region camkesDefine start=/^\s*#\s*define\>/ skip=/\\$/ end=/$/ keepend contains=ALLBUT,camkesBlock,camkesPreProc,camkesPreCondit,camkesInclude,camkesAngleString,camkesTodo,camkesDocTag,camkesTypeName,camkesComponentName,camkesInstanceName,camkesConnectorName,camkesConnectionName,camkesLockName,camkesInterfaceType,camkesInterfaceName,camkesBufSize,camkesAttributeDecl,camkesAttributeName,camkesReserved,camkesDefined
syntax region camkesInclude start=/^\s*#\s*include\>/ end=/$/ keepend contains=camkesComment,camkesString,camkesIncluded
syntax match camkesIncluded /<[^<>]*>/ contained
syntax keyword camkesDefined defined contained
syntax match camkesContinuation /\\$/ contained

" Strings and comments run over lines, so a large file is read again only from a little above the window.
if line('$') < 5000
  syntax sync fromstart
else
  syntax sync minlines=500
endif

highlight default link camkesStatement Statement
highlight default link camkesLock Type
highlight default link camkesModifier StorageClass
highlight default link camkesDirection StorageClass
highlight default link camkesEnd Keyword
highlight default link camkesUnit Number
highlight default link camkesStructure Structure
highlight default link camkesTypeName Type
highlight default link camkesComponentName Type
highlight default link camkesInstanceName Identifier
highlight default link camkesConnectorName Type
highlight default link camkesConnectionName Identifier
highlight default link camkesLockName Identifier
highlight default link camkesInterface Keyword
highlight default link camkesInterfaceType Type
highlight default link camkesInterfaceName Identifier
highlight default link camkesBuf Type
highlight default link camkesEndType Type
highlight default link camkesAttribute Keyword
highlight default link camkesAttributeDecl Type
highlight default link camkesAttributeName Identifier
highlight default link camkesExport Keyword
highlight default link camkesType Type
highlight default link camkesCType Type
highlight default link camkesFunction Function
highlight default link camkesInstance Identifier
highlight default link camkesMacro Macro
highlight default link camkesBoolean Boolean
highlight default link camkesNumber Number
highlight default link camkesFloat Float
highlight default link camkesString String
highlight default link camkesOperator Operator
highlight default link camkesImport Include
highlight default link camkesAngleString String
highlight default link camkesReserved Keyword
highlight default link camkesTodo Todo
highlight default link camkesDocTag SpecialComment
highlight default link camkesComment Comment
highlight default link camkesDocComment SpecialComment
highlight default link camkesPreProc PreProc
highlight default link camkesPreCondit PreCondit
highlight default link camkesDefine Define
highlight default link camkesInclude Include
highlight default link camkesIncluded String
highlight default link camkesDefined Operator
highlight default link camkesContinuation Special

" Kinds of words that the server tells and Neovim does not know.
if has('nvim-0.9')
  highlight default link @lsp.type.connector.camkes Type
  highlight default link @lsp.type.attribute.camkes @lsp.type.property
  highlight default link @lsp.type.lock.camkes @lsp.type.variable
endif

let b:current_syntax = 'camkes'

let &cpo = s:cpo
unlet s:cpo
