package auth

// All are the schemes, in the order in which they are offered.
var All = []Scheme{
	none,
	apiKey,
	clientCredentials,
	signIn,
}
