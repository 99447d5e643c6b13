package violence_test

import (
	"context"
	"testing"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/internal/outside"
)

// BenchmarkReadPanel loads the monthly panel: 228,222 rows, bzip2.
func BenchmarkReadPanel(b *testing.B) {
	path := outside.ReferenceData(b, panelFile)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readPanelTable(path); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReadCross loads INEGI's cross table: 73,777 rows of 19 counts, bzip2.
func BenchmarkReadCross(b *testing.B) {
	path := outside.ReferenceData(b, "homicides/homicide-mun-1990-2008.csv.bz2")
	for b.Loop() {
		if _, err := violence.ReadCross(context.Background(), path, violence.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAdjust inflates, annualises and accounts for the monthly panel.
func BenchmarkAdjust(b *testing.B) {
	table := readPanel(b)
	for b.Loop() {
		if _, _, err := table.Adjust(violence.Late{Year: 2010, Share: 0.03}, violence.Annualise{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDiscrepancies compares 2,454 municipalities over 49 months.
func BenchmarkDiscrepancies(b *testing.B) {
	table := readPanel(b)
	groups := (&violence.Gazetteer{}).Groups(violence.Municipality, table.Codes())
	for b.Loop() {
		if _, err := table.Discrepancies(groups, violence.Contrast{Total: "homicides", Part: "drug_war"}); err != nil {
			b.Fatal(err)
		}
	}
}
