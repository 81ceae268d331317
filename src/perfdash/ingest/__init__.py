"""The one door: extract and profile in; accepted rows, refused rows with reasons and a load record out."""
