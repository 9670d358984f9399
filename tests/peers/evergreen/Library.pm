# The library behind Evergreen's SIPServer: readers and copies from the environment, the accessors
# its example lacks, and a count of renewals, told as a copy's print line (AG).
package Library;
use strict;
use warnings;
use utf8;
use JSON::PP;
use ILS;

my $stock = decode_json($ENV{LIBRARY});

%ILS::Patron::patron_db = map {
    my ($card, $pin) = @$_;
    $card => {
        id => $card, name => "读者$card", password => $pin, expire => '20501231',
        charge_ok => 1, renew_ok => 1, recall_ok => 1, hold_ok => 1,
        map { $_ => [] } qw(items hold_items overdue_items fine_items recall_items unavail_holds)
    }
} @{$stock->{readers}};

%ILS::Item::item_db = map {
    my ($barcode, $title) = @$_;
    $barcode => {id => $barcode, title => $title, sip_media_type => '001', hold_queue => []}
} @{$stock->{copies}};

{
    no warnings 'redefine';
    my ($checkout, $renew) = (\&ILS::checkout, \&ILS::renew);
    # Lent ten days ago, so that a renewal moves the day it is due.
    *ILS::checkout = sub {
        my $done = $checkout->(@_);
        $done->item->{due_date} -= 10 * 24 * 60 * 60 if $done->ok;
        return $done;
    };
    *ILS::renew = sub {
        my $done = $renew->(@_);
        $done->item->{print_line}++ if $done->ok;
        return $done;
    };
    *ILS::Patron::internal_id = sub { $_[0]->id };
    *ILS::Item::AUTOLOAD = sub { '' };
    # The example lists its holds as Perl's addresses; real libraries behind it list barcodes.
    *ILS::Patron::hold_items = sub { [map { $_->{item_id} } @{$_[0]->{hold_items}}] }
        if $stock->{lists_holds};
}

1;
