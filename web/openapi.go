package web

import (
	_ "embed"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/goccy/go-yaml"
)

//go:embed openapi.yaml
var openapiSource []byte

// openapi is the description of the API in its two forms.
type openapi struct{ yaml, json []byte }

// loadOpenAPI reads the description, which every address of this server is compared with in the tests.
func loadOpenAPI() (openapi, error) {
	asJSON, err := yaml.YAMLToJSON(openapiSource)
	if err != nil {
		return openapi{}, fmt.Errorf("web: openapi.yaml: %w", err)
	}
	return openapi{yaml: openapiSource, json: asJSON}, nil
}

func (s *Server) openapiJSON(c *gin.Context) {
	c.Header("Cache-Control", publicCache)
	c.Data(http.StatusOK, "application/openapi+json", s.openapi.json)
}

func (s *Server) openapiYAML(c *gin.Context) {
	c.Header("Cache-Control", publicCache)
	c.Data(http.StatusOK, "application/openapi+yaml", s.openapi.yaml)
}
