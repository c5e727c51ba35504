package desktop

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// TrayItem is an icon in the tray, as its host reads it.
type TrayItem struct {
	// Owner is the unique bus name of the program that it belongs to.
	Owner              string
	ID, Title, Tooltip string
}

// TrayItems are the icons that the tray has taken.
func (d *Desktop) TrayItems(ctx context.Context) ([]TrayItem, error) {
	var names dbus.Variant
	err := d.get(ctx, watcher, "/StatusNotifierWatcher", watcher, "RegisteredStatusNotifierItems", &names)
	if err != nil {
		return nil, fmt.Errorf("ask the tray for its icons: %w", err)
	}
	list, _ := names.Value().([]string)
	var items []TrayItem
	for _, name := range list {
		owner, path, _ := strings.Cut(name, "/")
		item := TrayItem{Owner: strings.TrimSuffix(owner, "@")}
		if d.describe(ctx, &item, dbus.ObjectPath("/"+path)) == nil {
			items = append(items, item)
		}
	}
	return items, nil
}

// WaitTrayItem waits for an icon in the tray that matches.
func (d *Desktop) WaitTrayItem(ctx context.Context, match func(TrayItem) bool) (TrayItem, error) {
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		// An error is a tray or an icon that is not there yet.
		items, _ := d.TrayItems(ctx)
		for _, item := range items {
			if match(item) {
				return item, nil
			}
		}
		select {
		case <-ctx.Done():
			return TrayItem{}, fmt.Errorf("wait for a tray icon; there are %+v: %w", items, ctx.Err())
		case <-tick.C:
		}
	}
}

func (d *Desktop) describe(ctx context.Context, item *TrayItem, path dbus.ObjectPath) error {
	const iface = "org.kde.StatusNotifierItem"
	for name, into := range map[string]*string{"Id": &item.ID, "Title": &item.Title} {
		var v dbus.Variant
		if err := d.get(ctx, item.Owner, path, iface, name, &v); err != nil {
			return err
		}
		*into, _ = v.Value().(string)
	}
	var v dbus.Variant
	if err := d.get(ctx, item.Owner, path, iface, "ToolTip", &v); err != nil {
		return err
	}
	if fields, ok := v.Value().([]any); ok && len(fields) > 2 {
		item.Tooltip, _ = fields[2].(string)
	}
	return nil
}

func (d *Desktop) get(ctx context.Context, owner string, path dbus.ObjectPath, iface, name string, into *dbus.Variant) error {
	return d.conn.Object(owner, path).CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, iface, name).Store(into)
}
