module tgferry-interop-judge

go 1.24
