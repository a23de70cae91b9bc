# Writes FILE as the C string SYMBOL of NAMESPACE into OUT, see haven_embed_text.
file(READ ${FILE} text)
set(body "namespace ${NAMESPACE} {\nextern const char* const ${SYMBOL};\n")
string(APPEND body "const char* const ${SYMBOL} = R\"__text__(${text})__text__\";\n}\n")
file(WRITE ${OUT} "${body}")
