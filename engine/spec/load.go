package spec

// Load stores the values through the fields, defaults where there is none. Fields that
// are not shown with these values, and lazy ones, get their default and their raw value.
func Load(fields []Field, v Values) error {
	for _, f := range fields {
		val, ok := v[f.Name]
		if !ok || !f.Shown(v, fields) {
			val = f.Default
		}
		if err := f.Set(val); err != nil {
			return err
		}
	}
	return nil
}
