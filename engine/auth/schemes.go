package auth

// All are the schemes, in the order in which they are offered.
var All = []Scheme{
	none,
	basic,
	bearerToken,
	apiKey,
	custom,
	synerise,
	clientCredentials,
	signIn,
	hashed,
	aws4,
}
