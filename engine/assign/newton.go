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
	weight  []float64 // per choice: the second derivative along it
	arc     []int32   // per choice
	tail    []int32   // per choice: a place
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
		w.begin()
		w.solve()
		if !w.take() {
			return
		}
	}
}

// begin finds a basis of the flows of every bush.
func (w *newton) begin() {
	for i := range w.trees {
		b := &w.trees[i]
		w.targets = append(w.targets, make([]float64, len(b.links)))
		w.bases = append(w.bases, newBasis(b))
		w.choose(i)
	}
	w.fixed, w.change = make([]bool, len(w.weight)), make([]float64, len(w.weight))
}

// product fills image with the matrix of the model times z.
func (w *newton) product(z, image []float64) {
	clear(w.delta)
	for i := range w.bases {
		w.carry(&w.bases[i], z)
	}
	for k := range w.delta {
		w.delta[k] *= w.slopes[k]
	}
	w.gradient(w.delta, image)
}

// gradient fills out with what each choice costs.
func (w *newton) gradient(costs, out []float64) {
	for i := range w.bases {
		w.reduce(&w.bases[i], costs, out)
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
	free := len(w.weight)
	residual, direction, image := make([]float64, free), make([]float64, free), make([]float64, free)
	w.gradient(w.prices, residual)
	w.product(w.change, image)
	size, whole := 0.0, 0.0 // of the residual, at first and in all choices
	for k, x := range residual {
		whole += x * x / w.weight[k]
		residual[k] = -x - image[k]
		if !w.fixed[k] {
			direction[k] = residual[k] / w.weight[k]
			size += float64(residual[k] * direction[k])
		}
	}
	for range newtonMost {
		if size <= whole*newtonResidual*newtonResidual {
			return
		}
		w.product(direction, image)
		curvature := 0.0
		for k, x := range direction {
			curvature += float64(x * image[k])
		}
		if !(curvature > 0) {
			return
		}
		step, before := size/curvature, size
		size = 0
		for k := range residual {
			if !w.fixed[k] {
				w.change[k] += float64(step * direction[k])
				residual[k] -= float64(step * image[k])
				size += residual[k] * residual[k] / w.weight[k]
			}
		}
		for k := range direction {
			if !w.fixed[k] {
				direction[k] = residual[k]/w.weight[k] + float64(size/before*direction[k])
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
	w.state.Step = 0 // which is of Frank-Wolfe
	if length == 0 {
		return false
	}
	for i := range w.trees {
		for e, y := range w.targets[i] {
			l := &w.trees[i].links[e]
			if l.flow += float64(length * (y - l.flow)); length == 1 {
				l.flow = y
			}
		}
	}
	return true
}
