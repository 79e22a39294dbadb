package auth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"flowbench/engine/spec"
)

var aws4 = Scheme{
	ID: "aws4", Title: "AWS Signature 4", Summary: "Each request is signed, as Amazon's services want it",
	Doc: `Every request is signed with the **Secret access key**: its method, address, body, and the headers that say what is done
(` + "`Content-Type`, `Range`, `X-Amz-…`" + `). The key itself is never sent. **Region** and **Service** are those of the address that is
called: ` + "`eu-west-1` and `s3` for `https://bucket.s3.eu-west-1.amazonaws.com`" + `. Services that speak S3 elsewhere take it too.

A signature is good for a quarter of an hour, so the machine's clock has to be right.`,
	Search: []string{"aws", "amazon", "s3", "sigv4", "signature", "put object", "dynamodb", "lambda", "minio"},
	New:    func() Account { return new(awsAccount) },
}

// awsAccount signs requests.
type awsAccount struct {
	hidden
	id, secret, session, region, service string
}

// Fields implements [Account].
func (a *awsAccount) Fields() []spec.Field {
	return []spec.Field{
		spec.TextVar(&a.id, spec.Field{Name: "accessKeyId", Label: "Access key ID", Required: true, Placeholder: "AKIA…", Doc: "The name of the key. It is sent with every request."}),
		spec.TextVar(&a.secret, spec.Field{Name: "secretAccessKey", Label: "Secret access key", Required: true, Secret: true, Doc: "The key itself. It is never sent."}),
		spec.TextVar(&a.session, spec.Field{Name: "sessionToken", Label: "Session token", Secret: true, Doc: "Only with keys that are good for a while, such as those of a role. May be empty."}),
		spec.TextVar(&a.region, spec.Field{Name: "region", Label: "Region", Required: true, Narrow: true, Placeholder: "eu-west-1", Doc: "The region of the address that is called; us-east-1 for services that have none."}),
		spec.TextVar(&a.service, spec.Field{Name: "service", Label: "Service", Required: true, Narrow: true, Placeholder: "s3", Doc: "The service's name in signatures: s3, dynamodb, lambda, sqs, execute-api …"}),
	}
}

// Check implements [Checker].
func (a *awsAccount) Check(v spec.Values) []spec.Problem {
	var p problems
	for _, f := range a.Fields() {
		text := spec.ToText(v[f.Name])
		p.line(f.Name, f.Title(), text)
		if !f.Secret && strings.ContainsAny(text, "/, \t") {
			p.add(f.Name, "%s holds a space, a comma or a slash, which cannot stand in a signature: remove it.", f.Title())
		}
	}
	for _, f := range []string{"region", "service"} {
		if text := spec.ToText(v[f]); text != strings.ToLower(text) {
			p.add(f, "%s is written in lower case, as in %s.", strings.ToUpper(f[:1])+f[1:], map[string]string{"region": "eu-west-1", "service": "s3"}[f])
		}
	}
	return p
}

// Method implements [Account].
func (a *awsAccount) Method(e Env) (Method, error) {
	return &signing{account: a, env: e, signer: v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = a.isS3() })}, nil
}

// isS3: S3 escapes a path once, and wants the body's hash as a header.
func (a *awsAccount) isS3() bool { return strings.HasPrefix(a.service, "s3") }

type signing struct {
	hidden
	account *awsAccount
	env     Env
	signer  *v4.Signer
}

const (
	amzDate    = "X-Amz-Date"
	amzHash    = "X-Amz-Content-Sha256"
	amzSession = "X-Amz-Security-Token"
	amzTime    = "20060102T150405Z"
)

// Apply implements [Method]. A signature is not among the secrets: it fits one request only.
func (s *signing) Apply(ctx context.Context, r Request) (Parts, error) {
	signed, err := s.sign(ctx, r, signedNames(r), s.env.Time())
	if err != nil {
		return Parts{}, err
	}
	p := Parts{Secrets: []Secret{Hide(s.account.secret)}}
	add := func(name string, shown bool) {
		v := signed.Get(name)
		if v == "" {
			return
		}
		part := Part{In: Header, Name: name, Value: Hide(v)}
		if shown {
			part.Shown = v
		}
		p.Add = append(p.Add, part)
	}
	add(amzDate, true)
	if s.account.isS3() {
		add(amzHash, true)
	}
	if s.account.session != "" {
		add(amzSession, false)
		p.Secrets = append(p.Secrets, Hide(s.account.session))
	}
	add("Authorization", false)
	return p, nil
}

// sign returns the headers of the signed request: those of r with these names, and those
// that a signature brings.
func (s *signing) sign(ctx context.Context, r Request, names []string, now time.Time) (http.Header, error) {
	u, err := url.Parse(r.URL)
	if err != nil {
		return nil, errors.New("the URL cannot be signed")
	}
	if s.account.isS3() {
		u.RawPath = strictPath(u.EscapedPath())
	}
	if u.Path == "" {
		u.Path = "/"
	}
	q := &http.Request{Method: r.Method, URL: u, Host: strings.ToLower(u.Host), Header: http.Header{}}
	for _, name := range names {
		q.Header.Set(name, r.Header(name))
	}
	sum := sha256.Sum256(r.Body)
	hash := hex.EncodeToString(sum[:])
	if s.account.isS3() {
		q.Header.Set(amzHash, hash)
	}
	who := aws.Credentials{AccessKeyID: s.account.id, SecretAccessKey: s.account.secret, SessionToken: s.account.session}
	if err := s.signer.SignHTTP(ctx, who, q, hash, s.account.service, s.account.region, now); err != nil {
		return nil, errors.New("the request cannot be signed")
	}
	return q.Header, nil
}

// signedNames are the headers that a signature covers: those that say what is done, and
// that nothing on the way changes.
func signedNames(r Request) []string {
	var out []string
	for _, name := range append([]string{"Content-Type"}, r.Names...) {
		name = textproto.CanonicalMIMEHeaderKey(name)
		covered := slices.Contains([]string{"Content-Type", "Content-Md5", "Date", "Range"}, name) || strings.HasPrefix(name, "X-Amz-")
		if covered && r.Header(name) != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// strictPath escapes all of a path but letters, digits and -._~ as S3 does before it
// looks at a signature.
func strictPath(escaped string) string {
	segments := strings.Split(escaped, "/")
	for i, s := range segments {
		if plain, err := url.PathUnescape(s); err == nil {
			segments[i] = strings.ReplaceAll(url.QueryEscape(plain), "+", "%20")
		}
	}
	return strings.Join(segments, "/")
}

// Verify implements [Verifier]: it signs the request again, as it says it was signed.
func (a *awsAccount) Verify(r Request) error {
	given := r.Header("Authorization")
	scope, found := strings.CutPrefix(given, "AWS4-HMAC-SHA256 Credential=")
	if !found {
		return errors.New("the header Authorization holds no signature of AWS")
	}
	scope, _, _ = strings.Cut(scope, ",")
	now, err := time.Parse(amzTime, r.Header(amzDate))
	if err != nil {
		return errors.New("the header " + amzDate + " holds no time")
	}
	if want := strings.Join([]string{a.id, now.Format("20060102"), a.region, a.service, "aws4_request"}, "/"); scope != want {
		return errors.New("the signature is for " + scope + ", not for " + want)
	}
	if r.Header(amzSession) != a.session {
		return errors.New("the header " + amzSession + " does not hold the session token")
	}
	sum := sha256.Sum256(r.Body)
	if a.isS3() && r.Header(amzHash) != hex.EncodeToString(sum[:]) {
		return errors.New("the header " + amzHash + " does not fit the body")
	}
	_, list, _ := strings.Cut(given, "SignedHeaders=")
	list, _, _ = strings.Cut(list, ",")
	names := slices.DeleteFunc(strings.Split(list, ";"), func(n string) bool { return n == "host" })
	for _, name := range r.Names {
		if name = strings.ToLower(name); strings.HasPrefix(name, "x-amz-") && !slices.Contains(names, name) {
			return errors.New("the header " + name + " is not signed")
		}
	}
	m, err := a.Method(Env{})
	if err != nil {
		return err
	}
	signed, err := m.(*signing).sign(context.Background(), r, names, now)
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare([]byte(signed.Get("Authorization")), []byte(given)) != 1 {
		return errors.New("the signature does not fit the request")
	}
	return nil
}
