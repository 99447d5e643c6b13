package hotspot

import (
	"context"
	"math"

	"gonum.org/v1/gonum/dsp/fourier"
)

// convolve sets the nodes of d.
func (b *bins) convolve(ctx context.Context, d *Density) error {
	if d.metric.geographic {
		return b.convolveGeographic(ctx, d)
	}
	sx, sy := d.metric.scale(0)
	columns := make([]float64, d.lon.count*b.lat.count)
	if err := convolveRows(ctx, pass{b.weight, columns, b.lon, sx}); err != nil {
		return err
	}
	if err := convolveRows(ctx, pass{columns, d.values, b.lat, sy}); err != nil {
		return err
	}
	d.scaleRows(0, d.lat.count)
	return nil
}

// pass is the convolution of the rows of src, along an axis, into the columns of dst.
type pass struct {
	src, dst []float64
	axis     fineAxis
	scale    float64
}

func convolveRows(ctx context.Context, p pass) error {
	rows := len(p.src) / p.axis.count
	spectrum := newTransform(p.axis).kernel(nil, p.axis, p.scale)
	return eachBand(ctx, rows, func(lo, hi int) {
		t := newTransform(p.axis)
		for r := lo; r < hi && ctx.Err() == nil; r++ {
			t.forward(p.src[r*p.axis.count : (r+1)*p.axis.count])
			for k, s := range spectrum {
				t.spectrum[k] = complex(real(t.spectrum[k])*s, imag(t.spectrum[k])*s)
			}
			t.backward()
			for i := range p.axis.grid.count {
				p.dst[i*rows+r] = t.row[p.axis.pad+i*p.axis.refine]
			}
		}
	})
}

// transform is a Fourier transform of rows of bins with room for the kernel's
// reach, so that it does not wrap. One goroutine has it at a time.
type transform struct {
	fft      *fourier.FFT
	row      []float64
	spectrum []complex128
}

func newTransform(a fineAxis) *transform {
	n := smooth(a.count + a.reach)
	return &transform{fourier.NewFFT(n), make([]float64, n), make([]complex128, n/2+1)}
}

// smooth returns the least number from n on whose only factors are 2, 3 and 5,
// for which transforms are fast.
func smooth(n int) int {
	for ; ; n++ {
		rest := n
		for _, factor := range []int{2, 3, 5} {
			for rest%factor == 0 {
				rest /= factor
			}
		}
		if rest == 1 {
			return n
		}
	}
}

func (t *transform) forward(row []float64) {
	clear(t.row[copy(t.row, row):])
	t.fft.Coefficients(t.spectrum, t.row)
}

func (t *transform) backward() { t.fft.Sequence(t.row, t.spectrum) }

// kernel appends the transform, which is real, of exp(-u²/2), divided by the
// length because gonum's inverse does not divide.
func (t *transform) kernel(buf []float64, a fineAxis, scale float64) []float64 {
	clear(t.row)
	for i := 0; i <= a.reach && i < len(t.row); i++ {
		u := float64(i) * a.step() * scale
		if u > binReach {
			break
		}
		t.row[i] = math.Exp(-u * u / 2)
		t.row[(len(t.row)-i)%len(t.row)] = t.row[i]
	}
	t.fft.Coefficients(t.spectrum, t.row)
	for _, c := range t.spectrum {
		buf = append(buf, real(c)/float64(len(t.row)))
	}
	return buf
}

// convolveGeographic sums over rows, because the kernel between two rows is
// that of their middle latitude; along the rows it is a product of spectra.
func (b *bins) convolveGeographic(ctx context.Context, d *Density) error {
	spectra, err := b.spectra(ctx)
	if err != nil {
		return err
	}
	kernels, err := b.kernels(ctx, d.metric)
	if err != nil {
		return err
	}
	return eachBand(ctx, d.lat.count, func(lo, hi int) {
		t := newTransform(b.lon)
		for j := lo; j < hi && ctx.Err() == nil; j++ {
			clear(t.spectrum)
			row := b.lat.pad + j*b.lat.refine
			for i, src := range spectra {
				k := kernels[row+i]
				v := float64(row-i) * k.v
				if src != nil && math.Abs(v) <= binReach {
					addProduct(t.spectrum, math.Exp(-v*v/2), spectralRow{src, k.spectrum})
				}
			}
			t.backward()
			for i := range d.lon.count {
				d.values[j*d.lon.count+i] = t.row[b.lon.pad+i*b.lon.refine]
			}
		}
		d.scaleRows(lo, hi)
	})
}

// spectra are of the rows of bins, nil for an empty row.
func (b *bins) spectra(ctx context.Context) ([][]complex128, error) {
	spectra := make([][]complex128, b.lat.count)
	err := eachBand(ctx, b.lat.count, func(lo, hi int) {
		t := newTransform(b.lon)
		for r := lo; r < hi && ctx.Err() == nil; r++ {
			row := b.weight[r*b.lon.count : (r+1)*b.lon.count]
			for _, w := range row {
				if w != 0 {
					t.forward(row)
					spectra[r] = append([]complex128(nil), t.spectrum...)
					break
				}
			}
		}
	})
	return spectra, err
}

// latitudeKernel is the kernel at a latitude: the spectrum along the parallel,
// and the bandwidths in a bin along the meridian.
type latitudeKernel struct {
	spectrum []float64
	v        float64
}

// kernels has that of rows i and j at i+j.
func (b *bins) kernels(ctx context.Context, m metric) ([]latitudeKernel, error) {
	kernels := make([]latitudeKernel, 2*b.lat.count-1)
	err := eachBand(ctx, len(kernels), func(lo, hi int) {
		t := newTransform(b.lon)
		for s := lo; s < hi && ctx.Err() == nil; s++ {
			lat := b.lat.grid.lo + float64((float64(s)/2-float64(b.lat.pad))*b.lat.step())
			sx, sy := m.scale(lat)
			kernels[s] = latitudeKernel{t.kernel(nil, b.lon, sx), sy * b.lat.step()}
		}
	})
	return kernels, err
}

// spectralRow is the spectrum of a row and that of a kernel.
type spectralRow struct {
	row    []complex128
	kernel []float64
}

func addProduct(dst []complex128, factor float64, s spectralRow) {
	row, kernel := s.row[:len(dst)], s.kernel[:len(dst)]
	for k := range dst {
		f := factor * kernel[k]
		dst[k] += complex(float64(f*real(row[k])), float64(f*imag(row[k])))
	}
}
