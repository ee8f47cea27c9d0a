package web

import "github.com/gin-gonic/gin"

// pageRoutes adds the routes of the page.
func (s *Server) pageRoutes(gin.IRouter) {}

// pageProblem shows a problem to a person, with the status and headers of its kind. It reports false where the problem
// should be answered as JSON.
func (s *Server) pageProblem(*gin.Context, problem) bool { return false }
