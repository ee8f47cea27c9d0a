package parse

// cite finds and resolves the references of all units.
func (p *parser) cite() {}
