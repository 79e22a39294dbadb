package seal

// Made by format 1.
const (
	knownHeader = `{"format":1,"vault":"01010101010101010101010101010101","key":"02020202020202020202020202020202","slots":[{"kind":"passphrase","made":"2026-03-03T12:00:00Z","salt":"ZRspZOXEcFhAW5URq7TY+A==","cost":{"time":1,"memory":64,"threads":1},"nonce":"UQOAaGGTI0q/7ibW8rR+GBOgZoq9xFtI","wrapped":"vvYgVj2Rws8yiW7lQQIXplfL+RIftu4tPdn5GicU/R6q1+3eSUVka+2LtcXTRpgv"},{"kind":"recovery","made":"2026-03-03T12:00:00Z","salt":"AXpBB4vDeLrMG+lNYJD91w==","nonce":"xyhaz7NaqfPbxa9A2aIbHD5ClQqs/umT","wrapped":"fZWzr8NOgoC9BovKaQyLihUWakhlGj8n9FHbLgjxHtpv2365SZD9AFMh4o5Ihf28"},{"kind":"keyfile","made":"2026-03-03T12:00:00Z","salt":"vwe7TthM4ZBVI/SzvxqjWQ==","nonce":"IauhJtK0SNwJVB+9i+f2mnrnf9ngaKow","wrapped":"BwQTDlZeGwDwBKy/xabZ/8aeayiQoYQiFujLpisFmKjYpR7MrHA0wdxKVqfUlpwZ"},{"kind":"keyring","made":"2026-03-03T12:00:00Z","salt":"GrTR0ucndWNdSbef3cUiqA==","nonce":"zeO6MalzTiJUWnplouhwmQTt3SkxxBE8","wrapped":"EkspaLbLqCx42KbjkEsAnUH3bmndUFdUZiSU5BNrFGcBBQ2tcEaemdkeFXkfoRPn"}]}`
	knownRecord = "0100000005686f73747302020202020202020202020202020202373bc233d46eace9b25d172ba1cc1b2fe9a0fd3c0001b83d7d894bc382077272c37625aa40e7a2381daac37348917cc60c49cddd1b0b8e8a7d62d405445d1ff26154e736c023244d865f73379d66a9f3a1de10e220031d7b54ef7e68fe79cc60ca99b9fe22a5b10f"
	knownMAC    = "a077a2a7d56c2f52c676e4e11bab5a1d5ebf3a58df37ed0cf3fbc164c23b1278"
)
