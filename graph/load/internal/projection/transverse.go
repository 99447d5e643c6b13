package projection

import (
	"math"
	"math/cmplx"
)

// transverse is the transverse Mercator projection by Krüger's series to sixth
// order. Karney 2011, equations 7-26.
type transverse struct {
	e           float64
	scale       float64    // k0 A, meters: radius of the rectifying sphere
	origin      float64    // northing of the latitude of origin, over scale
	alpha, beta [6]float64 // forward and inverse series
}

// Numerators and denominators of the series in the third flattening n, from
// the highest power down to n^j. Karney 2011, equations 35 (alpha) and 36
// (beta).
var (
	alphaSeries = [6][]float64{
		{31564, -66675, 34440, 47250, -100800, 75600},
		{-1983433, 863232, 748608, -1161216, 524160},
		{670412, 406647, -533952, 184464},
		{6601661, -7732800, 2230245},
		{-13675556, 3438171},
		{212378941},
	}
	alphaDivisor = [6]float64{151200, 1935360, 725760, 7257600, 7983360, 319334400}
	betaSeries   = [6][]float64{
		{384796, -382725, -6720, 932400, -1612800, 1209600},
		{-1118711, 1695744, -1174656, 258048, 80640},
		{22276, -16929, -15984, 12852},
		{-830251, -158400, 197865},
		{-435388, 453717},
		{20648693},
	}
	betaDivisor = [6]float64{2419200, 3870720, 362880, 7257600, 15966720, 638668800}
)

func newTransverse(ell ellipsoid, v values) (projection, error) {
	n := ell.f / (2 - ell.f)
	p := &transverse{e: ell.eccentricity()}
	power := 1.0
	for j := range p.alpha {
		power *= n
		p.alpha[j] = power * horner(alphaSeries[j], n) / alphaDivisor[j]
		p.beta[j] = power * horner(betaSeries[j], n) / betaDivisor[j]
	}
	// Karney 2011, equation 14.
	p.scale = v.scale * ell.a / (1 + n) * (1 + float64(n*n*(1.0/4+float64(n*n*(1.0/64+n*n/256)))))
	_, y := p.forward(0, v.lat0)
	p.origin = y / p.scale
	return p, nil
}

func horner(coefficients []float64, x float64) (sum float64) {
	for _, c := range coefficients {
		sum = float64(sum*x) + c
	}
	return sum
}

// sines returns the sum of c[j] sin(2 (j+1) z), by Clenshaw's recurrence.
func sines(c *[6]float64, z complex128) complex128 {
	sin, cos := cmplx.Sin(2*z), 2*cmplx.Cos(2*z)
	var last, sum complex128
	for j := len(c) - 1; j >= 0; j-- {
		last, sum = sum, complex(c[j], 0)+product(cos, sum)-last
	}
	return product(sum, sin)
}

// product is a*b rounded alike on every processor.
func product(a, b complex128) complex128 {
	return complex(float64(real(a)*real(b))-float64(imag(a)*imag(b)), float64(real(a)*imag(b))+float64(imag(a)*real(b)))
}

// farthest bounds the easting over the radius, some 9,500 km from the central
// meridian: there the series is still right to a millimeter.
const farthest = 1.5

func (p *transverse) forward(lon, lat float64) (x, y float64) {
	sin, cos := math.Sincos(lon)
	tau := math.Tan(lat)
	if math.Abs(lat) >= math.Pi/2 {
		tau = math.Copysign(1e20, lat)
	}
	tau = conformal(tau, p.e)
	z := complex(math.Atan2(tau, cos), math.Asinh(sin/math.Hypot(tau, cos)))
	if !(math.Abs(imag(z)) <= farthest) {
		return math.NaN(), math.NaN()
	}
	z += sines(&p.alpha, z)
	return p.scale * imag(z), p.scale * (real(z) - p.origin)
}

func (p *transverse) inverse(x, y float64) (lon, lat float64) {
	z := complex(y/p.scale+p.origin, x/p.scale)
	if !(math.Abs(imag(z)) <= farthest && math.Abs(real(z)) <= math.Pi) {
		return math.NaN(), math.NaN()
	}
	z -= sines(&p.beta, z)
	sin, cos := math.Sincos(real(z))
	sinh := math.Sinh(imag(z))
	return math.Atan2(sinh, cos), math.Atan(geographic(sin/math.Hypot(sinh, cos), p.e))
}
