package assign

// newton moves the flows of all bushes together, towards the minimum of the
// quadratic model of the objective. Shifts between two paths undo a part of each other
// where bushes share arcs, and converge slowly where slopes differ by powers of ten.
// The model is solved by conjugate gradients with its diagonal, over the links
// in use; what would become negative is set to 0, and the others are solved for again.
type newton struct {
	*shifter
	walk    *walk
	bases   []basis
	free    int       // choices in all bushes
	weight  []float64 // per choice: the second derivative along it
	fixed   []bool    // per choice
	change  []float64 // per choice
	delta   []float64 // per arc
	work    []float64 // by place
	targets [][]float64
}

// Constants of newton, found by trial on artificial grids: steps in a row; how often the
// model is solved for one, at most; and how far its residual is brought down,
// in how many steps at most.
const (
	newtonSteps     = 3
	newtonSolutions = 20
	newtonResidual  = 1e-3
	newtonMost      = 200
)

// hasten takes a few steps of Newton's method.
func (b *shifter) hasten() {
	for range newtonSteps {
		b.settle()
		w := &newton{shifter: b, walk: newFrankWolfe(b.solver), delta: make([]float64, len(b.flows)), work: make([]float64, b.n.nodes())}
		w.choose()
		w.solve()
		if !w.take() {
			return
		}
	}
}

// choose finds a basis of the flows of every bush.
func (w *newton) choose() {
	w.bases, w.targets = make([]basis, len(w.trees)), make([][]float64, len(w.trees))
	for i := range w.trees {
		b := &w.trees[i]
		w.targets[i] = make([]float64, len(b.links))
		w.bases[i] = newBasis(b)
		c := &w.bases[i]
		for p := 1; p < len(b.nodes); p++ {
			for e := b.first[p]; e < b.first[p+1]; e++ {
				if b.links[e].flow == 0 || e == c.basic[p] {
					continue
				}
				if h := c.along(b, w.slopes, choice{int32(p), e}); h > 0 {
					c.number[e] = int32(w.free)
					w.weight = append(w.weight, h)
					w.free++
				}
			}
		}
	}
	w.fixed, w.change = make([]bool, w.free), make([]float64, w.free)
}

// product fills image with the matrix of the model times z.
func (w *newton) product(z, image []float64) {
	clear(w.delta)
	for i := range w.bases {
		w.bases[i].carry(&w.trees[i], z, w)
	}
	for k := range w.delta {
		w.delta[k] *= w.slopes[k]
	}
	w.reduce(w.delta, image)
}

// reduce fills out with what each choice costs more than the basic links.
func (w *newton) reduce(costs, out []float64) {
	for i := range w.bases {
		w.bases[i].reduce(&w.trees[i], priced{costs, w.work}, out)
	}
}

// solve fills the change of every choice and the targets.
func (w *newton) solve() {
	for range newtonSolutions {
		w.conjugate()
		fixed := 0
		for i := range w.bases {
			fixed += w.clip(i)
		}
		if fixed == 0 {
			return
		}
	}
}

// conjugate lowers the residual of the choices that are not fixed.
func (w *newton) conjugate() {
	residual, direction, image := make([]float64, w.free), make([]float64, w.free), make([]float64, w.free)
	w.reduce(w.prices, residual)
	w.product(w.change, image)
	size, whole := 0.0, 0.0 // of the residual, at first and in all choices
	for k, x := range residual {
		whole += x * x / w.weight[k]
		residual[k] = -x - image[k]
		if !w.fixed[k] {
			direction[k] = residual[k] / w.weight[k]
			size += residual[k] * direction[k]
		}
	}
	for range newtonMost {
		if size <= whole*newtonResidual*newtonResidual {
			return
		}
		w.product(direction, image)
		curvature := 0.0
		for k, x := range direction {
			curvature += x * image[k]
		}
		if !(curvature > 0) {
			return
		}
		step, before := size/curvature, size
		size = 0
		for k := range residual {
			if !w.fixed[k] {
				w.change[k] += step * direction[k]
				residual[k] -= step * image[k]
				size += residual[k] * residual[k] / w.weight[k]
			}
		}
		for k := range direction {
			if !w.fixed[k] {
				direction[k] = residual[k]/w.weight[k] + size/before*direction[k]
			}
		}
	}
}

// take moves the flows towards the targets as far as the objective falls, and says
// whether it does.
func (w *newton) take() bool {
	for i := range w.trees {
		for e, y := range w.targets[i] {
			l := &w.trees[i].links[e]
			w.walk.direction[l.arc] += y - l.flow
		}
	}
	length := w.walk.step()
	if length == 0 {
		return false
	}
	for i := range w.trees {
		for e, y := range w.targets[i] {
			l := &w.trees[i].links[e]
			if l.flow += length * (y - l.flow); length == 1 {
				l.flow = y
			}
		}
	}
	return true
}
