package parse

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/extract"
)

// assignRoles gives every piece its role and returns how many pieces the masthead has.
func assignRoles(pieces []piece) int {
	if !hasMasthead(pieces) {
		return 0
	}
	titled, itemTitles := false, 0
	for i := range pieces {
		pc := &pieces[i]
		switch pc.role {
		case roleAgendaLine:
			itemTitles = topItems(lineItems(pc.text))
			continue
		case roleType:
			if itemTitles > 0 && i+1 < len(pieces) && pieces[i+1].line.gap > 0 || itemTitles > 1 { // "Report of the United Nations High Commissioner for Refugees": an item's title
				pc.role = roleItemTitle
				itemTitles--
				continue
			}
			if i > 0 && pieces[i-1].role == roleTitle && byOrganization.MatchString(pc.text) { // what stands above is the theme of the session
				pieces[i-1].role, pc.role = roleItemTitle, roleTitle
				return withRest(pieces, i+1)
			}
			if !titled && titleFollows(pieces, i) {
				continue // the kind of paper stands above its title
			}
			return withRest(pieces, i+1)
		case roleTitle:
			if nextIs(pieces, i+1, roleType, roleAdoption) {
				titled = true
				continue
			}
			return withRest(pieces, i+1)
		case "":
		default:
			continue
		}
		switch {
		case i > 0 && pieces[i-1].role == roleSession && placeLine.MatchString(pc.text) && nextIs(pieces, i+1, rolePlace) && onlyDays(pieces[i+1].text):
			pc.role = rolePlace
		case !reportOnSession.MatchString(pc.text) && isBodyLine(pieces, i):
			pc.role = roleBody
		case itemTitles > 0 && i+1 < len(pieces): // an item's title is never the last line of a masthead
			pc.role = roleItemTitle
			itemTitles--
		case lightAboveBold(pieces, i):
			pc.role = roleItemTitle
		default:
			pc.role, titled = roleTitle, true
			if !nextIs(pieces, i+1, roleType, roleAdoption, roleSubmission, roleSession) {
				return withRest(pieces, i+1)
			}
		}
	}
	return len(pieces)
}

// byOrganization is the title of a statement of a non-governmental organization: E/CN.5/2025/NGO/12.
var byOrganization = regexp.MustCompile(`^Statement submitted by .*\bnon-governmental organizations? in .*consultative status`)

// reportOnSession is a title that no line below makes a body's name: it stands above the days of the session on the cover of supplements.
var reportOnSession = regexp.MustCompile(`^Reports? (?:on|of) .*\bsessions?\b`)

// lightAboveBold reports whether a piece below the agenda line is set lighter than the title that follows it: the title of a sub-item
// (ICCD/COP(8)/CST/8), or what columns tore from that of an item (A/79/975).
func lightAboveBold(pieces []piece, i int) bool {
	if pieces[i].line.kind == extract.Heading || !seen(pieces[:i], roleAgendaLine) {
		return false
	}
	for _, next := range pieces[i+1 : min(i+3, len(pieces))] {
		if next.role != "" || knownHeading(next.text) > 0 {
			return false
		}
		if next.line.kind == extract.Heading {
			return true
		}
	}
	return false
}

// titleFollows reports whether the title comes after the kind of paper at i, as in drafts.
func titleFollows(pieces []piece, i int) bool {
	if adopts.MatchString(pieces[i].text) && i+1 < len(pieces) { // "Resolution adopted by …", "[on the report of …]", "74/103. Question of Bermuda"
		next := i + 1
		for next+1 < len(pieces) && pieces[next].role == roleAdoption {
			next++
		}
		if pieces[next].role == "" && utf8.RuneCountInString(pieces[next].text) < 500 {
			return true
		}
	}
	return i+1 < len(pieces) && pieces[i+1].role == "" && (pieces[i+1].line.gap == 0 || strings.HasPrefix(pieces[i].text, "Draft "))
}

// isBodyLine reports whether a piece without a form of its own names the body: it stands above what mastheads have at their
// head, or above the session, the place or the agenda line.
func isBodyLine(pieces []piece, i int) bool {
	if !seen(pieces[:i], roleDistribution, roleDate, roleOriginal, roleSession) && i < 4 && laterIs(pieces[i+1:], roleDistribution, roleOriginal, roleSession) {
		return true
	}
	if seen(pieces[:i], roleAgendaLine) {
		return nextIs(pieces, i+1, roleSession, rolePlace)
	}
	if laterIs(pieces[i+1:min(i+8, len(pieces))], roleSession, rolePlace, roleAgendaLine) {
		return true
	}
	return bodyWords.MatchString(pieces[i].text) && i+1 < len(pieces) && pieces[i+1].role == "" && pieces[i+1].line.gap > 0
}

// bodyWords begin the name of a body of no session: "High-level International Conference for the Peaceful Settlement …".
var bodyWords = regexp.MustCompile(`^(?:(?:\p{Lu}[\p{L}'’-]*|\d{4}|Ad hoc) ){0,5}(?:Committee|Commission|Council|Conference|Board|Forum|Working Group|Congress|Tribunal)\b`)

// withRest takes in the lines behind the title that only mastheads have: covers print theirs twice.
func withRest(pieces []piece, end int) int {
	title := pieces[end-1].text
	for end < len(pieces) && (hasRole(pieces[end].role, []string{roleOrganization, roleSeries, roleBody, roleDistribution, roleDate, roleOriginal, roleSession, rolePlace, roleAction}) ||
		pieces[end].text == title) {
		if pieces[end].role == "" {
			pieces[end].role = roleTitle
		}
		end++
	}
	return end
}

// hasMasthead reports whether the pieces hold one of the lines that only mastheads have.
func hasMasthead(pieces []piece) bool {
	for i, pc := range pieces {
		switch pc.role {
		case roleDistribution, roleOriginal, roleAgendaLine:
			return true
		case roleSymbol, roleSession, rolePlace:
			return i < 12
		}
	}
	return false
}

func nextIs(pieces []piece, i int, roles ...string) bool {
	return i < len(pieces) && hasRole(pieces[i].role, roles)
}

func laterIs(pieces []piece, roles ...string) bool {
	for i, pc := range pieces {
		if i < 12 && hasRole(pc.role, roles) {
			return true
		}
	}
	return false
}

func seen(pieces []piece, roles ...string) bool {
	for _, pc := range pieces {
		if hasRole(pc.role, roles) {
			return true
		}
	}
	return false
}

func hasRole(role string, roles []string) bool {
	for _, r := range roles {
		if r == role {
			return true
		}
	}
	return false
}
