package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// CreateIndex makes an index from {"settings", "mappings", "aliases"}. One that is there already is ErrExists.
func (c *Client) CreateIndex(ctx context.Context, index string, body any) error {
	var answer struct {
		Acknowledged bool `json:"acknowledged"`
		Shards       bool `json:"shards_acknowledged"`
	}
	err := c.send(ctx, Call{Method: http.MethodPut, Path: Path(index), Body: body}, &answer)
	if err == nil && !(answer.Acknowledged && answer.Shards) {
		return fmt.Errorf("create index %s: %w: it is made, and its shards did not start in time", index, ErrUnavailable)
	}
	return err
}

// IndexExists reports whether there is an index or an alias of a name.
func (c *Client) IndexExists(ctx context.Context, index string) (bool, error) {
	err := c.send(ctx, Call{Method: http.MethodHead, Path: Path(index), Repeat: true, Read: true}, nil)
	return err == nil, ignore(err, ErrNotFound)
}

// DeleteIndex removes an index and all it holds. It takes one name: patterns, lists and aliases are refused.
func (c *Client) DeleteIndex(ctx context.Context, index string) error {
	if index == "" || index == "_all" || strings.ContainsAny(index, "*?,") {
		return fmt.Errorf("delete index %q: it is not the name of one index", index)
	}
	return c.send(ctx, Call{Method: http.MethodDelete, Path: Path(index)}, nil)
}

// Mappings returns the mapping of each index that a name, an alias or a pattern stands for, by the index's own name. A name that stands
// for none is ErrNotFound; a pattern may match none.
func (c *Client) Mappings(ctx context.Context, index string) (map[string]json.RawMessage, error) {
	var answer map[string]struct {
		Mappings json.RawMessage `json:"mappings"`
	}
	if err := c.send(ctx, Call{Method: http.MethodGet, Path: Path(index, "_mapping"), Repeat: true, Read: true}, &answer); err != nil {
		return nil, err
	}
	mappings := map[string]json.RawMessage{}
	for name, entry := range answer {
		mappings[name] = entry.Mappings
	}
	return mappings, nil
}

// PutMapping adds fields, or changes what may be changed, {"properties", "_meta"}.
func (c *Client) PutMapping(ctx context.Context, index string, mapping any) error {
	return c.send(ctx, Call{Method: http.MethodPut, Path: Path(index, "_mapping"), Body: mapping, Repeat: true}, nil)
}

// Settings returns the settings of each index that a name, an alias or a pattern stands for, by the index's own name:
// "index.number_of_shards" and so on, strings or lists of strings.
func (c *Client) Settings(ctx context.Context, index string) (map[string]map[string]any, error) {
	var answer map[string]struct {
		Settings map[string]any `json:"settings"`
	}
	query := url.Values{"flat_settings": {"true"}}
	if err := c.send(ctx, Call{Method: http.MethodGet, Path: Path(index, "_settings"), Query: query, Repeat: true, Read: true}, &answer); err != nil {
		return nil, err
	}
	settings := map[string]map[string]any{}
	for name, entry := range answer {
		settings[name] = entry.Settings
	}
	return settings, nil
}

// PutSettings changes settings of an index that may be changed while it is open; null is the default.
func (c *Client) PutSettings(ctx context.Context, index string, settings any) error {
	return c.send(ctx, Call{Method: http.MethodPut, Path: Path(index, "_settings"), Body: settings, Repeat: true}, nil)
}

// Refresh makes all writes so far visible to searches.
func (c *Client) Refresh(ctx context.Context, index string) error {
	var answer struct {
		Shards Shards `json:"_shards"`
	}
	if err := c.send(ctx, Call{Method: http.MethodPost, Path: Path(index, "_refresh"), Repeat: true}, &answer); err != nil {
		return err
	}
	return answer.Shards.whole()
}

// An AliasAction is one change of UpdateAliases, with one of its fields set.
type AliasAction struct {
	Add         *Alias `json:"add,omitempty"`
	Remove      *Alias `json:"remove,omitempty"`
	RemoveIndex *Alias `json:"remove_index,omitempty"` // of which only Index is set: the index is deleted
}

// An Alias is another name of an index.
type Alias struct {
	Index string `json:"index"`
	Alias string `json:"alias,omitempty"`
	// MustExist has the whole change fail where there is no such alias to remove.
	MustExist bool  `json:"must_exist,omitempty"`
	Write     *bool `json:"is_write_index,omitempty"` // which of several indexes takes what is written to the alias
}

// UpdateAliases makes all changes at once: no search sees some of them alone.
func (c *Client) UpdateAliases(ctx context.Context, actions ...AliasAction) error {
	return c.send(ctx, Call{Method: http.MethodPost, Path: "/_aliases", Body: map[string][]AliasAction{"actions": actions}}, nil)
}

// Aliased returns the indexes that an alias stands for, sorted; none where there is no such alias.
func (c *Client) Aliased(ctx context.Context, alias string) ([]string, error) {
	var answer map[string]json.RawMessage
	err := c.send(ctx, Call{Method: http.MethodGet, Path: Path("_alias", alias), Repeat: true, Read: true}, &answer)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return slices.Sorted(maps.Keys(answer)), err
}

// Aliases returns the aliases of each index that a name or pattern stands for, by the index's own name; a pattern may match none.
func (c *Client) Aliases(ctx context.Context, index string) (map[string][]string, error) {
	var answer map[string]struct{ Aliases map[string]json.RawMessage }
	if err := c.send(ctx, Call{Method: http.MethodGet, Path: Path(index, "_alias"), Repeat: true, Read: true}, &answer); err != nil {
		return nil, err
	}
	aliases := map[string][]string{}
	for name, entry := range answer {
		aliases[name] = slices.Sorted(maps.Keys(entry.Aliases))
	}
	return aliases, nil
}

// PointAlias has an alias stand for one index and no other, in one step.
func (c *Client) PointAlias(ctx context.Context, alias, index string) error {
	before, err := c.Aliased(ctx, alias)
	if err != nil {
		return err
	}
	actions := []AliasAction{{Add: &Alias{Index: index, Alias: alias}}}
	for _, old := range before {
		if old != index {
			actions = append(actions, AliasAction{Remove: &Alias{Index: old, Alias: alias}})
		}
	}
	return c.UpdateAliases(ctx, actions...)
}

// ignore returns nil for an error of that name.
func ignore(err, name error) error {
	if errors.Is(err, name) {
		return nil
	}
	return err
}
