"""The appraisal: targets, indicators, scoring."""
