"""Reading what people upload or paste. Only reading: what the cells mean is each app's own matter."""
