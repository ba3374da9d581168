module tgferry-interop-gogram

go 1.25.0

require (
	github.com/amarnathcjd/gogram v1.7.10
	tgferry-interop-judge v0.0.0
)

replace tgferry-interop-judge => ../judge
