package extract

func decodeMarkup(data []byte) (string, string) { return decode(data) }
