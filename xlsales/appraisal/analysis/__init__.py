"""The monthly analysis 月度分析 (analysis.md): a month's figures, each a sum over named rows."""
