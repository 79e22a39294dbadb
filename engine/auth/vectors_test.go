package auth

import (
	"strings"
	"testing"
	"time"

	"flowbench/engine/spec"
)

// What is put into requests, compared with what others have published or computed.
func TestVectors(t *testing.T) {
	suite := spec.Values{"accessKeyId": "AKIDEXAMPLE", "secretAccessKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "region": "us-east-1", "service": "service"}
	bucket := spec.Values{"accessKeyId": "AKIAIOSFODNN7EXAMPLE", "secretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "region": "us-east-1", "service": "s3"}
	eagle := func(more ...string) spec.Values {
		v := spec.Values{"clientId": "me", "clientSecret": "s3cret"}
		if len(more) > 0 {
			v["over"] = more[0]
		}
		return v
	}
	for _, c := range []struct {
		name, scheme     string
		v                spec.Values
		at               string // the time
		method, url      string
		headers          []string
		body             string
		header, contains string // of what is added
	}{
		// RFC 7617, 2 and 2.1.
		{name: "basic", scheme: "basic", v: spec.Values{"login": "Aladdin", "password": "open sesame"}, header: "Authorization", contains: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
		{name: "basic in UTF-8", scheme: "basic", v: spec.Values{"login": "test", "password": "123£"}, header: "Authorization", contains: "Basic dGVzdDoxMjPCow=="},
		{name: "a colon in the password", scheme: "basic", v: spec.Values{"login": "a", "password": "b:c"}, header: "Authorization", contains: "Basic YTpiOmM="},
		{name: "no password", scheme: "basic", v: spec.Values{"login": "sk_1"}, header: "Authorization", contains: "Basic c2tfMTo="},

		{name: "token", scheme: "token", v: spec.Values{"token": "abc"}, header: "Authorization", contains: "Bearer abc"},
		{name: "token elsewhere", scheme: "token", v: spec.Values{"token": "abc$1", "header": "X-Token", "value": "Token={{ secret }};"}, header: "X-Token", contains: "Token=abc$1;"},

		// By sha256sum.
		{name: "the whole URI", scheme: "sha256", v: eagle(), method: "POST", url: "https://api.example.com/v1/x?y=1", body: `{"a":1}`, header: hashName, contains: "9f4eef5df096d5cc81fb1b7deff08a1da23bd01ad0adb2765a3afb963ef2098f"},
		{name: "path and query", scheme: "sha256", v: eagle("path"), method: "POST", url: "https://api.example.com/v1/x?y=1", body: `{"a":1}`, header: hashName, contains: "547e1551dd90d75e9b62182fb9d097a9963b2b8e5bc214d94e4ade379e9fbc59"},
		{name: "the whole URI, no body", scheme: "sha256", v: eagle(), method: "GET", url: "https://api.example.com/", header: hashName, contains: "fa76eda7b76e3de455a5c35f62293c5e569109a02e2d9eeb3c6ebd6ff1573eb7"},
		{name: "path, no body", scheme: "sha256", v: eagle("path"), method: "GET", url: "https://api.example.com/", header: hashName, contains: "3b2f9909e1305b489e78a98e83f84a421e490de74ebe0c35e065c41aa31e7be4"},
		{name: "the client", scheme: "sha256", v: eagle(), method: "GET", url: "https://api.example.com/", header: hashID, contains: "me"},

		// AWS's test suite for Signature 4.
		{name: "get-vanilla", scheme: "aws4", v: suite, at: "20150830T123600Z", method: "GET", url: "https://example.amazonaws.com/", header: "Authorization",
			contains: "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
		{name: "post-vanilla", scheme: "aws4", v: suite, at: "20150830T123600Z", method: "POST", url: "https://example.amazonaws.com/", header: "Authorization",
			contains: "Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
		{name: "get-vanilla-query-order-key-case", scheme: "aws4", v: suite, at: "20150830T123600Z", method: "GET", url: "https://example.amazonaws.com/?Param2=value2&Param1=value1", header: "Authorization",
			contains: "Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
		{name: "post-x-www-form-urlencoded", scheme: "aws4", v: suite, at: "20150830T123600Z", method: "POST", url: "https://example.amazonaws.com/",
			headers: []string{"Content-Type", "application/x-www-form-urlencoded"}, body: "Param1=value1", header: "Authorization",
			contains: "SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"},
		// The examples of the S3 API reference.
		{name: "S3, a part of an object", scheme: "aws4", v: bucket, at: "20130524T000000Z", method: "GET", url: "https://examplebucket.s3.amazonaws.com/test.txt",
			headers: []string{"Range", "bytes=0-9"}, header: "Authorization",
			contains: "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
		{name: "S3, Put Object", scheme: "aws4", v: bucket, at: "20130524T000000Z", method: "PUT", url: "https://examplebucket.s3.amazonaws.com/test$file.text",
			headers: []string{"Date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class", "REDUCED_REDUNDANCY", "User-Agent", "Flowbench"}, body: "Welcome to Amazon S3.", header: "Authorization",
			contains: "SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
		{name: "S3, a parameter without a value", scheme: "aws4", v: bucket, at: "20130524T000000Z", method: "GET", url: "https://examplebucket.s3.amazonaws.com/?lifecycle", header: "Authorization",
			contains: "Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
		{name: "S3, a list", scheme: "aws4", v: bucket, at: "20130524T000000Z", method: "GET", url: "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J", header: "Authorization",
			contains: "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
		{name: "S3, the body's hash", scheme: "aws4", v: bucket, at: "20130524T000000Z", method: "GET", url: "https://examplebucket.s3.amazonaws.com/", header: amzHash,
			contains: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	} {
		now := time.Now()
		if c.at != "" {
			var err error
			if now, err = time.Parse(amzTime, c.at); err != nil {
				t.Fatal(err)
			}
		}
		m, err := account(t, c.scheme, c.v).Method(Env{Now: func() time.Time { return now }})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		r := request(c.headers...)
		r.Method, r.URL, r.Body = c.method, c.url, []byte(c.body)
		p, err := m.Apply(t.Context(), r)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := applied(t, r, p)
		if v := got.Header(c.header); !strings.Contains(v, c.contains) || c.scheme != "aws4" && v != c.contains {
			t.Errorf("%s: %s is\n%s, want\n%s", c.name, c.header, v, c.contains)
		}
		if err := account(t, c.scheme, c.v).(Verifier).Verify(got); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// S3 escapes a path again before it looks at a signature, but for letters, digits and -._~;
// so a signature over a path that was sent with a bare ! or a blank is the same.
func TestAPathIsSignedAsS3ReadsIt(t *testing.T) {
	for in, want := range map[string]string{
		"/a/b.txt": "/a/b.txt", "/Sheet1!A1": "/Sheet1%21A1", "/a%20b/%C3%A9": "/a%20b/%C3%A9", "/a+b$c": "/a%2Bb%24c", "/a%2Fb": "/a%2Fb", "/": "/", "": "",
	} {
		if got := strictPath(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
	v := spec.Values{"accessKeyId": "A", "secretAccessKey": "secret", "region": "us-east-1", "service": "s3"}
	signature := func(url string) string {
		m, err := account(t, "aws4", v).Method(Env{Now: func() time.Time { return time.Unix(1e9, 0) }})
		if err != nil {
			t.Fatal(err)
		}
		r := request()
		r.URL = url
		p, err := m.Apply(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		return applied(t, r, p).Header("Authorization")
	}
	if signature("https://b.s3.amazonaws.com/a!b") != signature("https://b.s3.amazonaws.com/a%21b") {
		t.Error("a path in two ways of writing has two signatures")
	}
	if signature("https://b.s3.amazonaws.com/a") == signature("https://c.s3.amazonaws.com/a") {
		t.Error("the host is not signed")
	}
}

func TestASessionTokenIsSentAndSigned(t *testing.T) {
	v := spec.Values{"accessKeyId": "A", "secretAccessKey": "secret-key", "sessionToken": "the-session", "region": "us-east-1", "service": "sqs"}
	m, err := account(t, "aws4", v).Method(Env{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := m.Apply(t.Context(), request("X-Amz-Target", "AmazonSQS.SendMessage"))
	if err != nil {
		t.Fatal(err)
	}
	r := applied(t, request("X-Amz-Target", "AmazonSQS.SendMessage"), p)
	if r.Header(amzSession) != "the-session" || !strings.Contains(r.Header("Authorization"), "x-amz-date;x-amz-security-token;x-amz-target,") {
		t.Errorf("%s, %s", r.Header(amzSession), r.Header("Authorization"))
	}
	for _, part := range p.Add {
		if part.Shown != "" && strings.Contains("the-session secret-key "+r.Header("Authorization"), part.Shown) {
			t.Errorf("%s is shown as %s", part.Name, part.Shown)
		}
	}
	if err := account(t, "aws4", v).(Verifier).Verify(r); err != nil {
		t.Error(err)
	}
	unsigned := applied(t, request("X-Amz-Target", "AmazonSQS.SendMessage", "X-Amz-Other", "1"), p)
	if account(t, "aws4", v).(Verifier).Verify(unsigned) == nil {
		t.Error("a header that is not signed is taken")
	}
}

func TestALoginWithAColonIsRefused(t *testing.T) {
	if _, err := account(t, "basic", spec.Values{"login": "a:b", "password": "secret-c"}).Method(Env{}); err == nil || strings.Contains(err.Error(), "secret-c") {
		t.Errorf("got %v", err)
	}
}
