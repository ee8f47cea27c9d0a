package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// schema is what the description says of a value, as far as it says anything: the test fails on a keyword that it does
// not know, so none is written and not checked.
//
// A validator of ninety lines is enough for the keywords that are used, and refuses members that are not described,
// which a general one does only where additionalProperties forbids them to the clients as well.
type schema struct {
	Ref        string            `json:"$ref"`
	Type       any               `json:"type"`
	AllOf      []schema          `json:"allOf"`
	Properties map[string]schema `json:"properties"`
	Additional *schema           `json:"additionalProperties"`
	Required   []string          `json:"required"`
	Items      *schema           `json:"items"`
	Enum       []string          `json:"enum"`
	Pattern    string            `json:"pattern"`
	MinLength  int               `json:"minLength"`
	MaxLength  int               `json:"maxLength"`
	Minimum    *float64          `json:"minimum"`
	Maximum    *float64          `json:"maximum"`
	MinItems   int               `json:"minItems"`
	MaxItems   int               `json:"maxItems"`
	Default    any               `json:"default"`
	Text       string            `json:"description"`
	Examples   []any             `json:"examples"`
}

type description struct {
	OpenAPI    string         `json:"openapi"`
	Info       map[string]any `json:"info"`
	Servers    []any          `json:"servers"`
	Paths      map[string]map[string]operation
	Components struct {
		Responses map[string]response `json:"responses"`
		Schemas   map[string]schema   `json:"schemas"`
	} `json:"components"`
}

type operation struct {
	ID          string              `json:"operationId"`
	Summary     string              `json:"summary"`
	Description string              `json:"description"`
	Parameters  []parameter         `json:"parameters"`
	Responses   map[string]response `json:"responses"`
}

type parameter struct {
	Name        string `json:"name"`
	In          string `json:"in"`
	Description string `json:"description"`
	Required    bool   `json:"required"`
	Schema      schema `json:"schema"`
}

type response struct {
	Ref         string         `json:"$ref"`
	Description string         `json:"description"`
	Headers     map[string]any `json:"headers"`
	Content     map[string]struct {
		Schema schema `json:"schema"`
	} `json:"content"`
}

// describe reads the description as it is served.
func describe(t testing.TB) description {
	t.Helper()
	served, err := loadOpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var d description
	dec := json.NewDecoder(strings.NewReader(string(served.json)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil {
		t.Fatalf("openapi.yaml: %v", err)
	}
	return d
}

func (d description) resolve(s schema) schema {
	for s.Ref != "" {
		target, ok := d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
		if !ok {
			panic("openapi.yaml: no schema " + s.Ref)
		}
		s = target
	}
	for _, part := range s.AllOf {
		part = d.resolve(part)
		merged := maps.Clone(part.Properties)
		if merged == nil {
			merged = map[string]schema{}
		}
		maps.Copy(merged, s.Properties)
		s.Properties = merged
		s.Required = append(slices.Clone(s.Required), part.Required...)
		if s.Type == nil {
			s.Type = part.Type
		}
	}
	s.AllOf = nil
	return s
}

// validate lists what is wrong with a decoded value. Members that are not described are wrong.
func (d description) validate(path string, s schema, value any) []string {
	s = d.resolve(s)
	if wrong := checkType(path, s, value); wrong != "" {
		return []string{wrong}
	}
	switch v := value.(type) {
	case string:
		return checkString(path, s, v)
	case float64:
		if s.Minimum != nil && v < *s.Minimum || s.Maximum != nil && v > *s.Maximum {
			return []string{fmt.Sprintf("%s: %v is out of bounds", path, v)}
		}
	case []any:
		return d.validateArray(path, s, v)
	case map[string]any:
		return d.validateObject(path, s, v)
	}
	return nil
}

func (d description) validateArray(path string, s schema, list []any) []string {
	var wrong []string
	if len(list) < s.MinItems || s.MaxItems > 0 && len(list) > s.MaxItems {
		wrong = append(wrong, fmt.Sprintf("%s: %d items", path, len(list)))
	}
	if s.Items == nil {
		return append(wrong, path+": items are not described")
	}
	for i, item := range list {
		wrong = append(wrong, d.validate(fmt.Sprintf("%s[%d]", path, i), *s.Items, item)...)
	}
	return wrong
}

func (d description) validateObject(path string, s schema, object map[string]any) []string {
	var wrong []string
	for _, name := range s.Required {
		if _, ok := object[name]; !ok {
			wrong = append(wrong, path+": no "+name)
		}
	}
	for name, member := range object {
		of, ok := s.Properties[name]
		if !ok && s.Additional != nil {
			of, ok = *s.Additional, true
		}
		if !ok {
			wrong = append(wrong, path+": "+name+" is not described")
			continue
		}
		wrong = append(wrong, d.validate(path+"."+name, of, member)...)
	}
	return wrong
}

func checkString(path string, s schema, v string) []string {
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, v) {
		return []string{fmt.Sprintf("%s: %q is none of %q", path, v, s.Enum)}
	}
	if s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(v) {
		return []string{fmt.Sprintf("%s: %q does not match %s", path, v, s.Pattern)}
	}
	if n := len([]rune(v)); n < s.MinLength || s.MaxLength > 0 && n > s.MaxLength {
		return []string{fmt.Sprintf("%s: %d characters", path, n)}
	}
	return nil
}

func checkType(path string, s schema, value any) string {
	types, ok := s.Type.([]any)
	if !ok {
		types = []any{s.Type}
	}
	is := "null"
	switch v := value.(type) {
	case string:
		is = "string"
	case bool:
		is = "boolean"
	case []any:
		is = "array"
	case map[string]any:
		is = "object"
	case float64:
		is = "number"
		if v == math.Trunc(v) && slices.Contains(types, any("integer")) {
			is = "integer"
		}
	}
	if !slices.Contains(types, any(is)) {
		return fmt.Sprintf("%s: a %s, not a %v", path, is, s.Type)
	}
	return ""
}

// wireTypes are the schemas and the types that they describe.
var wireTypes = map[string]reflect.Type{
	"SearchAnswer": reflect.TypeFor[SearchBody](), "Query": reflect.TypeFor[queryBody](), "Filter": reflect.TypeFor[filterBody](),
	"Warning": reflect.TypeFor[warningBody](), "Meant": reflect.TypeFor[meantBody](), "Suggestions": reflect.TypeFor[suggestBody](), "Suggestion": reflect.TypeFor[suggestionBody](), "Expansion": reflect.TypeFor[expansionBody](), "Expandable": reflect.TypeFor[expandableBody](), "Total": reflect.TypeFor[totalBody](), "Links": reflect.TypeFor[linksBody](),
	"DocumentMembers": reflect.TypeFor[documentBody](), "Header": reflect.TypeFor[headerBody](), "UnitMembers": reflect.TypeFor[unitBody](),
	"Hit": reflect.TypeFor[hitBody](), "ParagraphAnswer": reflect.TypeFor[paragraphAnswer](), "Highlight": reflect.TypeFor[highlightBody](),
	"ItemTag": reflect.TypeFor[itemTagBody](), "Reference": reflect.TypeFor[referenceBody](), "MentionedDate": reflect.TypeFor[dateBody](),
	"Slot": reflect.TypeFor[slotBody](), "Facet": reflect.TypeFor[facetBody](), "FacetValue": reflect.TypeFor[facetValueBody](),
	"Mentions": reflect.TypeFor[mentionsBody](), "Documents": reflect.TypeFor[documentsBody](), "Choices": reflect.TypeFor[choicesBody](),
	"WholeDocument": reflect.TypeFor[documentAnswer](), "LanguageVersion": reflect.TypeFor[languageBody](), "RelatedDocument": reflect.TypeFor[relatedBody](), "OutlineEntry": reflect.TypeFor[headingBody](),
	"Items": reflect.TypeFor[itemsBody](), "Agenda": reflect.TypeFor[agendaBody](), "AgendaItem": reflect.TypeFor[agendaItemBody](),
	"Listed": reflect.TypeFor[listedBody](), "Corpus": reflect.TypeFor[corpusBody](), "Missing": reflect.TypeFor[missingBody](),
	"Variants": reflect.TypeFor[VariantsBody](), "Variant": reflect.TypeFor[restatedBody](), "Change": reflect.TypeFor[changeBody](),
	"Alternative": reflect.TypeFor[alternativeBody](), "DocumentGroup": reflect.TypeFor[groupBody](), "Explanation": reflect.TypeFor[explanationBody](), "WordScore": reflect.TypeFor[wordScoreBody](),
	"Folded": reflect.TypeFor[foldedBody](), "Earliest": reflect.TypeFor[earliestBody](),
	"Concordance": reflect.TypeFor[concordanceBody](), "Line": reflect.TypeFor[lineBody](), "Context": reflect.TypeFor[aroundBody](), "Beside": reflect.TypeFor[besideBody](),
	"ItemAnswer": reflect.TypeFor[itemAnswer](), "ItemEntry": reflect.TypeFor[itemEntryBody](), "Deadline": reflect.TypeFor[deadlineBody](), "Paper": reflect.TypeFor[paperBody](),
	"Count": reflect.TypeFor[countBody](), "CitedCount": reflect.TypeFor[citedCountBody](), "Resolution": reflect.TypeFor[resolutionAnswer](),
	"Citing": reflect.TypeFor[citingBody](), "CitingParagraph": reflect.TypeFor[citingUnit](), "Mention": reflect.TypeFor[mentionBody](),
	"YearCount": reflect.TypeFor[yearBody](), "ResolutionChoices": reflect.TypeFor[resolutionChoices](), "Bodies": reflect.TypeFor[bodiesBody](),
	"BodyAnswer": reflect.TypeFor[bodyAnswer](), "BodyDocument": reflect.TypeFor[bodyPaperBody](), "Identifiers": reflect.TypeFor[IdentifiersBody](),
	"Identifier": reflect.TypeFor[DirectBody](),
	"State":      reflect.TypeFor[stateBody](), "Problem": reflect.TypeFor[problem](), "ParameterError": reflect.TypeFor[paramError](),
}

func TestDescribedMembersAreThoseOfTheTypes(t *testing.T) {
	d := describe(t)
	for name, typ := range wireTypes {
		described, ok := d.Components.Schemas[name]
		if !ok {
			t.Errorf("openapi.yaml has no schema %s", name)
			continue
		}
		got := slices.Sorted(maps.Keys(d.resolve(described).Properties))
		want := slices.Sorted(slices.Values(jsonMembers(typ, "")))
		if !slices.Equal(got, want) {
			t.Errorf("schema %s has members %q, type %v has %q", name, got, typ, want)
		}
	}
	for name, s := range d.Components.Schemas {
		if resolved := d.resolve(s); len(resolved.Properties) > 0 && wireTypes[name] == nil && name != "Document" && name != "Unit" {
			t.Errorf("schema %s describes no wire type", name)
		}
		for _, member := range s.Required {
			if _, ok := d.resolve(s).Properties[member]; !ok {
				t.Errorf("schema %s requires %s, which it does not describe", name, member)
			}
		}
	}
}

func TestDescribedPathsAreTheRoutes(t *testing.T) {
	d := describe(t)
	routed := map[string]bool{}
	for _, route := range newTestServer(t).engine.Routes() {
		if isPage(route.Path) {
			continue
		}
		path := regexp.MustCompile(`[:*]([a-z]+)`).ReplaceAllString(route.Path, "{$1}")
		routed[route.Method+" "+path] = true
		if route.Method == "GET" {
			if _, ok := d.Paths[path]["get"]; !ok {
				t.Errorf("%s is routed and not described", path)
			}
		}
	}
	for path, operations := range d.Paths {
		for method := range operations {
			if !routed[strings.ToUpper(method)+" "+path] {
				t.Errorf("%s %s is described and not routed", method, path)
			}
		}
		if !routed["HEAD "+path] {
			t.Errorf("HEAD %s is not routed", path)
		}
	}
}

func TestDescribedParametersAreThoseRead(t *testing.T) {
	d := describe(t)
	for path, table := range map[string]params{
		apiSearch: apiSearchParams, apiDocuments: listParams, apiDocuments + "/{symbol}": documentParams,
		apiParagraphs + "/{id}": noParams, apiItems: itemParams, apiCorpus: noParams,
		apiItems + "/{place}": itemViewParams, apiPath + resolutionsPath + "/{text}": resolutionParams, apiPath + decisionsPath + "/{text}": resolutionParams,
		apiBodies: noParams, apiBodies + "/{code}": bodyParams, apiIdentifiers: identifierParams,
	} {
		var described []string
		for _, p := range d.Paths[path]["get"].Parameters {
			if p.In != "query" {
				continue
			}
			described = append(described, p.Name)
			i := slices.IndexFunc(table, func(known param) bool { return known.name == p.Name })
			if i < 0 {
				t.Errorf("%s: parameter %s is described and not read", path, p.Name)
				continue
			}
			if many := p.Schema.Type == "array"; many != table[i].many {
				t.Errorf("%s: parameter %s: described as a list: %v, read as one: %v", path, p.Name, many, table[i].many)
			}
		}
		for _, name := range table.names() {
			if !slices.Contains(described, name) {
				t.Errorf("%s: parameter %s is read and not described", path, name)
			}
		}
	}
}
